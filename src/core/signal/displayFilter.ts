import type { FilterSpec } from '../domain/signal'
import type { Hertz, Samples } from '../domain/units'
import { designButterworth, type Section } from './butterworth'
import { createFilterBank } from './filter'

/** What a person looks through: corners in hertz, null for none. For display only; nothing is learned or recorded through it. */
export interface DisplayFilter {
  readonly highpass: Hertz | null
  readonly lowpass: Hertz | null
  /** Centre; four hertz wide. */
  readonly notch: Hertz | null
}

export const noFilter: DisplayFilter = { highpass: null, lowpass: null, notch: null }
const notchWidth = 4

export const isFiltering = ({ highpass, lowpass, notch }: DisplayFilter): boolean =>
  highpass !== null || lowpass !== null || notch !== null

/** Whether a rate can carry these corners. */
export const fitsRate = ({ highpass, lowpass, notch }: DisplayFilter, sampleRate: Hertz): boolean =>
  Math.max(highpass ?? 0, lowpass ?? 0, notch === null ? 0 : notch + notchWidth / 2) < sampleRate / 2

/**
 * Samples to filter before the first that is shown. A Butterworth high-pass of order 2 forgets with exp(−ω t / √2): after two
 * over its corner, 10⁻⁴ of a step is left; the other filters are quicker.
 */
export const settlingSamples = ({ highpass, lowpass, notch }: DisplayFilter, sampleRate: Hertz): Samples =>
  Math.ceil(sampleRate * Math.max(highpass ? 2 / highpass : 0, lowpass ? 2 / lowpass : 0, notch ? 2 / notchWidth : 0))

function sectionsOf({ highpass, lowpass, notch }: DisplayFilter, sampleRate: Hertz): Section[] {
  const specs: FilterSpec[] = [
    ...(highpass === null ? [] : [{ kind: 'highpass' as const, order: 2, corners: [highpass] }]),
    ...(lowpass === null ? [] : [{ kind: 'lowpass' as const, order: 4, corners: [lowpass] }]),
    ...(notch === null ? [] : [{ kind: 'notch' as const, order: 2, corners: [notch, notchWidth] }]),
  ]
  return specs.flatMap((spec) => designButterworth(spec, sampleRate))
}

export interface DisplayChain {
  /** The next samples of a channel, filtered in place. Missing ones (NaN) stay so, and the filter starts anew behind them. */
  run(channel: number, signal: Float32Array): void
}

/** Causal, as the live path is. Throws `signal/bad-spec` for corners that the rate cannot carry. */
export function createDisplayChain(
  filter: DisplayFilter,
  { sampleRate, channels }: { readonly sampleRate: Hertz; readonly channels: number },
): DisplayChain {
  const bank = createFilterBank(sectionsOf(filter, sampleRate), channels)
  const fresh = new Uint8Array(channels).fill(1)
  let buffer = new Float64Array(0)
  return {
    run(channel, signal) {
      if (buffer.length < signal.length) buffer = new Float64Array(signal.length)
      for (let from = 0; from < signal.length;) {
        if (!Number.isFinite(signal[from])) {
          signal[from++] = NaN
          fresh[channel] = 1
          continue
        }
        let to = from
        for (; to < signal.length && Number.isFinite(signal[to]); to++) buffer[to - from] = signal[to]!
        // From the state of an endless constant: the offset of an electrode is no step.
        if (fresh[channel]) bank.prime(channel, signal[from]!)
        fresh[channel] = 0
        bank.run(channel, buffer, to - from)
        for (let i = from; i < to; i++) signal[i] = buffer[i - from]!
        from = to
      }
    },
  }
}
