import type { ElectrodeName } from '../../domain/electrode'

/** What one unit is in microvolts. */
const microvolts: Readonly<Record<string, number>> = { uv: 1, µv: 1, microvolt: 1, mv: 1e3, v: 1e6, nv: 1e-3 }
const noUnit = new Set(['', 'n/a', '-', '?', 'x', 'none', 'unknown'])

/** Factor to µV for a voltage, null for anything else, `unknown` where the file does not say. */
export function voltageFactor(unit: string): number | null | 'unknown' {
  // There are two letters µ in Unicode: the micro sign and the Greek letter.
  const plain = unit.trim().toLowerCase().replaceAll('μ', 'µ')
  if (noUnit.has(plain)) return 'unknown'
  return microvolts[plain] ?? null
}

/** The limits of a signal as stored and in its unit. */
export interface Scaled {
  readonly unit: string
  readonly physicalMin: number
  readonly physicalMax: number
  readonly digitalMin: number
  readonly digitalMax: number
}

/** `value = digital × gain + offset`, in µV for voltages. */
export interface Calibration {
  readonly gain: number
  readonly offset: number
  readonly unit: string
  readonly isVoltage: boolean
  /** The file names no unit, and microvolts were taken. */
  readonly assumed: boolean
  /** A voltage or an electrode of which the file's minimum and maximum are equal: its samples mean nothing. */
  readonly rangeless: boolean
}

/**
 * Calibrations for all signals of a file. A signal without a unit is taken as µV when its label is an electrode, or when no
 * signal of the file has a unit of voltage.
 */
export function toCalibrations(
  signals: readonly Scaled[],
  electrodes: readonly (ElectrodeName | null)[],
): Calibration[] {
  const anyVoltage = signals.some((signal) => typeof voltageFactor(signal.unit) === 'number')
  return signals.map((signal, i) => {
    const factor = voltageFactor(signal.unit)
    const span = signal.digitalMax - signal.digitalMin
    const usable = span !== 0 && signal.physicalMax !== signal.physicalMin
    const assumed = usable && factor === 'unknown' && (electrodes[i] !== null || !anyVoltage)
    const isVoltage = usable && (assumed || typeof factor === 'number')
    const rangeless = !usable && (typeof factor === 'number' || electrodes[i] !== null)
    const scale = typeof factor === 'number' ? factor : 1
    const gain = usable ? (scale * (signal.physicalMax - signal.physicalMin)) / span : 1
    const offset = usable ? scale * signal.physicalMin - signal.digitalMin * gain : 0
    return { gain, offset, unit: isVoltage ? 'µV' : signal.unit, isVoltage, assumed, rangeless }
  })
}
