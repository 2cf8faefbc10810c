/** A channel's limits in its unit, symmetrical, as eight letters of a header can hold them. */
export interface PhysicalRange {
  readonly unit: string
  readonly limit: number
  /** What a sample is multiplied with to be in `unit`. */
  readonly factor: number
}

/** Eight letters with a minus. */
const mostDigits = 9_999_999

/**
 * The smallest range of whole numbers that holds all samples; above ten volts in mV. A channel of another unit whose numbers
 * are longer than the field is rounded up to a power of ten.
 */
export function physicalRange(peak: number, unit: string): PhysicalRange {
  const written = plainUnit(unit)
  const limit = Math.max(1, Math.ceil(peak))
  if (limit <= mostDigits) return { unit: written, limit, factor: 1 }
  if (written === 'uV') return { ...physicalRange(peak / 1000, 'mV'), factor: 1 / 1000 }
  return { unit: written, limit: Number(`1e${Math.ceil(Math.log10(limit))}`), factor: 1 }
}

/** As the header has the limit: a long one with its exponent. */
export const limitText = (limit: number): string =>
  limit <= mostDigits ? String(limit) : limit.toExponential(0).replace('+', '')

/** ASCII alone, as EDF has it. */
const plainUnit = (unit: string): string =>
  unit
    .replace(/[µμ]/g, 'u')
    .replace(/°/g, 'deg')
    .replace(/[^\x20-\x7e]/g, '')
    .slice(0, 8)
