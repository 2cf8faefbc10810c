import { badField } from '../fields'
import {
  codeIn,
  countOf,
  numberIn,
  numbersIn,
  textIn,
  textsIn,
  type MatFile,
  type MatNumbers,
  type MatValue,
} from '../mat/values'
import type { MatlabEvent, MatlabLayout } from './layout'

/**
 * A matrix and its labels as variables of their own: `data` [channel, sample] or [sample, channel], `srate`, `labels`, and where
 * there are events `event_latency` (samples, the first one is 1, as in EEGLAB) and `event_type`. Other usual names are known too.
 * `null`: another layout. Throws AppError `file/not-eeg` naming the variable that cannot be right.
 */
export function readPlain(file: MatFile): MatlabLayout | null {
  const find = (names: readonly string[]): MatValue | null => {
    const name = names.find((one) => file.names.includes(one))
    return name === undefined ? null : file.get(name)
  }
  const [data, rate] = [
    find(['data', 'eeg', 'X', 'signal', 'signals']),
    find(['srate', 'fs', 'Fs', 'sfreq', 'sample_rate']),
  ]
  const labels = textsIn(find(['labels', 'ch_names', 'channels', 'channel_names', 'clab', 'chan_labels']))
  if (data?.kind !== 'numbers' || !rate || labels.length === 0) return null
  const sampleRate = numberIn(rate) ?? NaN
  if (!(sampleRate > 0)) throw badField('srate', 'sampling rate', 'hertz', String(sampleRate))
  const matrix = orient(data, labels.length)
  const unit = textIn(find(['unit', 'units'])) || null
  const times = numbersIn(find(['event_latency', 'event_sample', 'latency']))
  const codes = codesIn(find(['event_type', 'event_code', 'type']), times.length)
  const events = times.flatMap((time, i): MatlabEvent[] =>
    codes[i] && Number.isFinite(time) ? [{ code: codes[i], sample: Math.round(time) - 1 }] : [],
  )
  return {
    sampleRate,
    labels,
    units: labels.map(() => unit),
    ...matrix,
    events,
    badEvents: times.length - events.length,
  }
}

/** Which dimension holds the channels is told by how many labels there are. */
function orient(data: MatNumbers, channels: number): Pick<MatlabLayout, 'sampleCount' | 'read'> {
  const [rows = 0, columns = 0] = [data.dims[0], countOf(data.dims.slice(1))]
  if (rows === channels) return { sampleCount: columns, read: (from, to, wanted) => data.columns(from, to, wanted) }
  if (columns !== channels || data.dims.length > 2)
    throw badField('data', 'dimensions', `${channels} channels in one of them`, data.dims.join(' × '))
  return {
    sampleCount: rows,
    read: (from, to, wanted) => wanted.map((channel) => data.run(channel * rows + from, channel * rows + to)),
  }
}

function codesIn(value: MatValue | null, count: number): string[] {
  if (value?.kind === 'numbers') return [...value.values()].map(String)
  if (value?.kind === 'cells')
    return Array.from({ length: Math.min(count, value.length) }, (_, i) => codeIn(value.at(i)))
  return textsIn(value)
}
