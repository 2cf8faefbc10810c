import type { ElectrodeName } from '../../core/domain/electrode'
import type { Hertz } from '../../core/domain/units'
import { toElectrodeName } from '../../core/montage/names'

/** Where things lie in a board's rows, as its library says: never assumed, boards differ. */
export interface BoardDescription {
  readonly boardId: number
  readonly name: string
  readonly rowCount: number
  readonly sampleRate: Hertz
  /** Row of each EEG input. */
  readonly inputRows: readonly number[]
  /** What the board calls each input, in 10-05 spelling where it is a site; empty when it names none. */
  readonly inputNames: readonly ElectrodeName[]
  readonly packageRow: number | null
  readonly timestampRow: number
  readonly batteryRow: number | null
}

interface NativeDescription {
  readonly name?: string
  readonly num_rows?: number
  readonly sampling_rate?: number
  readonly eeg_channels?: readonly number[]
  readonly eeg_names?: string
  readonly package_num_channel?: number
  readonly timestamp_channel?: number
  readonly battery_channel?: number
}

/** Null for a board without EEG rows (playback has none of its own: ask for its master). */
export function toDescription(boardId: number, json: string): BoardDescription | null {
  const native = JSON.parse(json) as NativeDescription
  const {
    num_rows: rowCount,
    sampling_rate: sampleRate,
    eeg_channels: inputRows,
    timestamp_channel: timestampRow,
  } = native
  if (!rowCount || !sampleRate || !inputRows?.length || timestampRow === undefined) return null
  return {
    boardId,
    name: native.name ?? `Board ${boardId}`,
    rowCount,
    sampleRate,
    inputRows,
    inputNames: native.eeg_names ? native.eeg_names.split(',').map((name) => toElectrodeName(name) ?? name.trim()) : [],
    packageRow: native.package_num_channel ?? null,
    timestampRow,
    batteryRow: native.battery_channel ?? null,
  }
}
