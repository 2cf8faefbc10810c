import type { ElectrodeName } from '../domain/electrode'
import type { Chunk, SourceInfo } from '../domain/signal'
import type { ChannelQuality, Quality } from '../domain/stream'
import type { Hertz, Seconds } from '../domain/units'

/** Start values, in microvolts; to be held against impedances once those are measured. */
const limits = {
  /** Peak to peak of a channel that carries nothing. */
  flat: 0.5,
  /** A constant beyond this is an input at its rail, not an open one. */
  rail: 10_000,
  /** Share of samples at one extreme value, and the least height, of a signal that is cut off. */
  clippedShare: 0.1,
  clippedHeight: 20,
  lineFair: 10,
  lineBad: 40,
  noiseFair: 75,
  noiseBad: 200,
  /** Straight-line change over the judged stretch. */
  drift: 300,
}

const mains: readonly Hertz[] = [50, 60]

type Verdict = readonly [Quality, string | null]

/** Judges some seconds of one channel (µV). `reason` is the key of the message, null for `good`. */
export function judgeSignal(electrode: ElectrodeName, signal: Float32Array, sampleRate: Hertz): ChannelQuality {
  const { rest, change } = detrend(signal)
  const lineMicrovolts = Math.max(0, ...mains.map((line) => lineAmplitude(rest, line, sampleRate)))
  const power = rest.reduce((sum, value) => sum + value * value, 0) / Math.max(1, rest.length)
  const noise = Math.sqrt(Math.max(0, power - lineMicrovolts * lineMicrovolts))
  const [quality, reason] = extremes(signal) ?? judgeNoise(lineMicrovolts, noise, Math.abs(change))
  return { electrode, quality, reason, rmsMicrovolts: Math.sqrt(power), lineMicrovolts }
}

function extremes(signal: Float32Array): Verdict | null {
  let [low, high] = [Infinity, -Infinity]
  for (const value of signal) {
    if (value < low) low = value
    if (value > high) high = value
  }
  if (!(high - low >= limits.flat)) return ['bad', Math.abs(high) > limits.rail && low <= high ? 'railed' : 'flat']
  let [atLow, atHigh] = [0, 0]
  for (const value of signal) {
    if (value === low) atLow++
    if (value === high) atHigh++
  }
  const clipped = Math.max(atLow, atHigh) > limits.clippedShare * signal.length
  return clipped && high - low > limits.clippedHeight ? ['bad', 'railed'] : null
}

function judgeNoise(line: number, noise: number, change: number): Verdict {
  if (line >= limits.lineBad) return ['bad', 'line-noise']
  if (noise >= limits.noiseBad) return ['bad', 'noisy']
  if (line >= limits.lineFair) return ['fair', 'line-noise']
  if (noise >= limits.noiseFair) return ['fair', 'noisy']
  if (change >= limits.drift) return ['fair', 'drift']
  return ['good', null]
}

/** The signal less its least-squares line, and how far that line goes. What is not finite counts as on the line. */
function detrend(signal: Float32Array): { rest: Float64Array; change: number } {
  const length = signal.length
  const middle = (length - 1) / 2
  const finite = (value: number): boolean => value - value === 0
  const mean =
    signal.reduce((sum, value) => sum + (finite(value) ? value : 0), 0) / Math.max(1, signal.filter(finite).length)
  const [top, bottom] = signal.reduce(
    ([over, under], value, i) => [over + (finite(value) ? value - mean : 0) * (i - middle), under + (i - middle) ** 2],
    [0, 0],
  )
  const slope = bottom === 0 ? 0 : top / bottom
  const rest = Float64Array.from(signal, (value, i) => (finite(value) ? value - mean - slope * (i - middle) : 0))
  return { rest, change: slope * length }
}

/** Root mean square of the part at `frequency`: one bin of the Fourier sum. */
function lineAmplitude(signal: Float64Array, frequency: Hertz, sampleRate: Hertz): number {
  if (frequency >= sampleRate / 2) return 0
  let [re, im] = [0, 0]
  const step = (2 * Math.PI * frequency) / sampleRate
  signal.forEach((value, i) => {
    re += value * Math.cos(step * i)
    im += value * Math.sin(step * i)
  })
  return (Math.SQRT2 * Math.hypot(re, im)) / Math.max(1, signal.length)
}

/** Quality of a stream, from its last seconds. */
export interface QualityMonitor {
  push(chunk: Chunk): void
  /** One a channel; empty until the first seconds are there. */
  current(): readonly ChannelQuality[]
}

/** Keeps the last `judged` seconds of samples that arrived; chunk size means nothing. */
export function createQualityMonitor(info: SourceInfo, judged: Seconds = 2): QualityMonitor {
  const length = Math.max(1, Math.round(judged * info.sampleRate))
  const rings = info.channels.map(() => new Float32Array(length))
  let received = 0
  const unroll = (ring: Float32Array): Float32Array => {
    const at = received % length
    const ordered = new Float32Array(length)
    ordered.set(ring.subarray(at))
    ordered.set(ring.subarray(0, at), length - at)
    return ordered
  }
  return {
    push({ data }) {
      data.forEach((values, channel) => {
        const ring = rings[channel]!
        for (let i = 0; i < values.length; i++) ring[(received + i) % length] = values[i]!
      })
      received += data[0]?.length ?? 0
    },
    current: () =>
      received < length ? [] : info.channels.map((name, i) => judgeSignal(name, unroll(rings[i]!), info.sampleRate)),
  }
}
