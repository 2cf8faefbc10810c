import { badField } from '../fields'
import { countOf, numberIn, numbersIn, textsIn, type MatFile, type MatNumbers, type MatStruct } from '../mat/values'
import { highGammaClasses, highGammaTrial } from './highGamma'
import type { MatlabEvent, MatlabLayout } from './layout'

/**
 * The layout of the BBCI toolbox, which the High-Gamma dataset has: `nfo` with `fs`, `T` (samples), `clab` (labels) and
 * `className`; `ch1`, `ch2` … one variable for each channel, in µV; `mrk` with `time` in milliseconds, `y` [class, event] and
 * `event.desc` (numbers). `null`: another layout. Throws AppError `file/not-eeg` naming the field that cannot be right.
 */
export function readBbci(file: MatFile): MatlabLayout | null {
  const info = file.names.includes('nfo') && file.names.includes('ch1') ? file.get('nfo') : null
  if (info?.kind !== 'struct') return null
  const sampleRate = numberIn(info.get('fs')) ?? NaN
  if (!(sampleRate > 0)) throw badField('the structure nfo', 'fs', 'hertz', String(sampleRate))
  const labels = textsIn(info.get('clab'))
  if (labels.length === 0) throw badField('the structure nfo', 'clab', 'labels of channels', 'nothing')
  const signals = labels.map((label, i) => channelOf(file, i, label))
  const sampleCount = countOf(signals[0]!.dims)
  const uneven = signals.findIndex(({ dims }) => countOf(dims) !== sampleCount)
  if (uneven >= 0)
    throw badField(`ch${uneven + 1}`, 'samples', String(sampleCount), String(countOf(signals[uneven]!.dims)))
  const resolution = numbersIn(info.get('resolution'))
  return {
    ...{ sampleRate, labels, sampleCount, units: labels.map(unitOf) },
    read: (from, to, channels) =>
      channels.map((channel) => scaled(signals[channel]!.run(from, to), resolution[channel] ?? resolution[0])),
    ...eventsOf(file, sampleRate, textsIn(info.get('className'))),
  }
}

function channelOf(file: MatFile, index: number, label: string): MatNumbers {
  const value = file.get(`ch${index + 1}`)
  if (value?.kind === 'numbers' && countOf(value.dims) > 0) return value
  throw badField(`ch${index + 1}`, `samples of ${label}`, 'numbers', value?.kind ?? 'nothing')
}

/** Integers are stored with a resolution, numbers are not. */
const scaled = (data: Float32Array, resolution: number | undefined): Float32Array =>
  resolution === undefined || resolution === 1 || !(resolution > 0) ? data : data.map((value) => value * resolution)

/** The amplifier's other inputs are no voltage. */
const unitOf = (label: string): string => (/^(?:Microphone|Breath|GSR)/i.test(label) ? 'n/a' : 'µV')

function eventsOf(
  file: MatFile,
  sampleRate: number,
  classNames: readonly string[],
): { events: MatlabEvent[]; badEvents: number } {
  const marks = file.names.includes('mrk') ? file.get('mrk') : null
  if (marks?.kind !== 'struct') return { events: [], badEvents: 0 }
  const times = numbersIn(marks.get('time'))
  const codes = codesOf(marks, times.length, classNames)
  const isHighGamma = String(classNames) === String(highGammaClasses)
  const events = times.flatMap((time, i): MatlabEvent[] => {
    const code = codes[i] ?? ''
    if (code === '' || !Number.isFinite(time)) return []
    const sample = Math.round((time * sampleRate) / 1000)
    return [{ code, sample, ...(isHighGamma ? { duration: highGammaTrial } : {}) }]
  })
  return { events, badEvents: times.length - events.length }
}

/** Names by the class matrix; an event without a class has its number. */
function codesOf(marks: MatStruct, count: number, classNames: readonly string[]): string[] {
  const matrix = marks.get('y')
  const y = numbersIn(matrix)
  const classes = count > 0 && y.length % count === 0 ? y.length / count : 0
  const inner = marks.get('event')
  const numbers = numbersIn(inner?.kind === 'struct' ? inner.get('desc') : null)
  return Array.from({ length: count }, (_, event) => {
    const own = y.slice(event * classes, (event + 1) * classes).findIndex((value) => value > 0)
    return (own >= 0 ? classNames[own] : undefined) || (numbers[event] === undefined ? '' : String(numbers[event]))
  })
}
