import type { FilterBankSpec } from '../../domain/decoder'
import { AppError } from '../../domain/error'
import type { Hertz } from '../../domain/units'

/** Taps of each band's filter, symmetric. Throws AppError `signal/bad-spec` for bands that the rate cannot carry. */
export function designFilterBank({ sampleRate, taps, bands }: FilterBankSpec): Float64Array[] {
  if (!Number.isInteger(taps) || taps < 1 || taps % 2 === 0) throw badBank(`an odd number of taps, got ${taps}`)
  if (taps === 1) return [Float64Array.of(1)]
  if (bands.length === 0) throw badBank('at least one band, got none')
  return bands.map(([low, high]) => {
    if (!(low > 0 && high > low && high < sampleRate / 2)) {
      throw badBank(`bands between 0 and ${sampleRate / 2} Hz, got ${low}–${high} Hz`)
    }
    return designBandPass(taps, [(2 * low) / sampleRate, (2 * high) / sampleRate])
  })
}

/** Windowed sinc with a Hamming window, gain 1 in the middle of the band (Oppenheim & Schafer, Discrete-Time Signal
 *  Processing, 7.5; `firwin` in SciPy). Corners are shares of half the sample rate. */
function designBandPass(taps: number, [low, high]: readonly [number, number]): Float64Array {
  const middle = (taps - 1) / 2
  const filter = Float64Array.from({ length: taps }, (_, n) => {
    const hamming = 0.54 - 0.46 * Math.cos((2 * Math.PI * n) / (taps - 1))
    return (high * sinc(high * (n - middle)) - low * sinc(low * (n - middle))) * hamming
  })
  const centre = (Math.PI * (low + high)) / 2
  const gain = filter.reduce((sum, value, n) => sum + value * Math.cos(centre * (n - middle)), 0)
  return filter.map((value) => value / gain)
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))

const badBank = (expected: string): AppError =>
  new AppError({ code: 'signal/bad-spec', message: `The decoder's filters need ${expected}.` })

/** How many bands a bank gives. */
export const bandCount = ({ taps, bands }: FilterBankSpec): number => (taps === 1 ? 1 : bands.length)

/** 8–30 Hz: mu and beta, where imagined movement shows (Pfurtscheller & Lopes da Silva 1999, Clin. Neurophysiol. 110:1842). */
export const motorBank = (sampleRate: Hertz): FilterBankSpec => ({ sampleRate, taps: 49, bands: [[8, 30]] })
