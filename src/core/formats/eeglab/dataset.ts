import { AppError } from '../../domain/error'
import { badField } from '../fields'
import {
  codeIn,
  countOf,
  numberIn,
  textIn,
  type MatFile,
  type MatNumbers,
  type MatStruct,
  type MatValue,
} from '../mat/values'

/** An EEGLAB dataset (the structure EEG), without its samples. */
export interface EeglabDataset {
  readonly channelCount: number
  /** Samples of an epoch; of the whole when there is one. */
  readonly points: number
  readonly trials: number
  readonly sampleRate: number
  readonly channels: readonly { readonly label: string; readonly type: string }[]
  readonly events: readonly EeglabEvent[]
  /** Events that could not be read. */
  readonly badEvents: number
  readonly subject: string
  /** Inside the file, or the name of the file that holds the samples. */
  readonly data: MatNumbers | string
}

export interface EeglabEvent {
  readonly type: string
  /** In samples, the first one is 1; may lie between two. */
  readonly latency: number
  /** In samples; NaN: not said. */
  readonly duration: number
}

type Fields = (name: string) => MatValue | null

/** The structure EEG as a variable, or its fields as variables. `null`: neither. */
export function findDataset(file: MatFile): Fields | null {
  if (file.names.includes('ALLEEG') && !file.names.includes('EEG')) throw severalSets()
  const eeg = file.names.includes('EEG') ? file.get('EEG') : null
  if (eeg?.kind === 'struct') {
    if (eeg.length > 1) throw severalSets()
    return (name) => eeg.get(name)
  }
  return ['nbchan', 'srate', 'data'].every((name) => file.names.includes(name)) ? (name) => file.get(name) : null
}

/** Throws AppError `file/not-eeg` naming the field that cannot be right, `file/unsupported` for several sets in one file. */
export function readDataset(field: Fields): EeglabDataset {
  const count = (name: string, least: number): number => {
    const value = numberIn(field(name))
    if (value !== null && Number.isInteger(value) && value >= least && value < 2 ** 40) return value
    throw badField('the structure EEG', name, `a whole number from ${least} on`, String(value))
  }
  const [channelCount, points] = [count('nbchan', 1), count('pnts', 1)]
  const trials = field('trials') ? count('trials', 1) : 1
  const sampleRate = numberIn(field('srate')) ?? NaN
  if (!(sampleRate > 0 && sampleRate < 1e7)) throw badField('the structure EEG', 'srate', 'hertz', String(sampleRate))
  if (channelCount > 100_000) throw badField('the structure EEG', 'nbchan', 'at most 100000', String(channelCount))
  const { events, bad } = readEvents(field('event'))
  return {
    ...{ channelCount, points, trials, sampleRate, events, badEvents: bad },
    channels: readChannels(field('chanlocs'), channelCount),
    subject: textIn(field('subject')) ?? '',
    data: readData(field, channelCount * points * trials),
  }
}

function readData(field: Fields, expected: number): MatNumbers | string {
  const data = field('data')
  if (data?.kind === 'text') return data.text.trim()
  if (data?.kind !== 'numbers')
    throw badField('the structure EEG', 'data', 'numbers or a file name', data?.kind ?? 'nothing')
  const found = countOf(data.dims)
  if (found === expected) return data
  const named = textIn(field('datfile'))
  if (found === 0 && named) return named
  throw badField('the structure EEG', 'data', `${expected} values`, data.dims.join(' × '))
}

function readChannels(value: MatValue | null, count: number): EeglabDataset['channels'] {
  const list = value?.kind === 'struct' ? value : null
  return Array.from({ length: count }, (_, i) => ({
    label: (list ? codeIn(list.get('labels', i)) : '') || `Channel ${i + 1}`,
    type: list ? (textIn(list.get('type', i)) ?? '') : '',
  }))
}

function readEvents(value: MatValue | null): { events: EeglabEvent[]; bad: number } {
  const list: MatStruct | null = value?.kind === 'struct' ? value : null
  const events: EeglabEvent[] = []
  for (let i = 0; i < (list?.length ?? 0); i++) {
    const [type, latency] = [codeIn(list!.get('type', i)), numberIn(list!.get('latency', i))]
    if (type !== '' && latency !== null && Number.isFinite(latency))
      events.push({ type, latency, duration: numberIn(list!.get('duration', i)) ?? NaN })
  }
  return { events: events.sort((a, b) => a.latency - b.latency), bad: (list?.length ?? 0) - events.length }
}

const severalSets = (): AppError =>
  new AppError({
    code: 'file/unsupported',
    message: 'This file holds several EEGLAB datasets (ALLEEG). Nothing was imported.',
    hint: 'Save each dataset in a file of its own.',
    values: { expected: 'one dataset', got: 'ALLEEG' },
  })
