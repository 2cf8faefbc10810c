import type { ElectrodeName } from '../../core/domain/electrode'
import { AppError } from '../../core/domain/error'
import type { Wiring } from '../../core/domain/session'
import { wiringFaults } from '../../core/montage/wiring'
import type { BoardDescription } from './description'

/** Electrodes and the board rows that feed them, in the wiring's order. */
export interface WiredRows {
  readonly electrodes: readonly ElectrodeName[]
  readonly rows: readonly number[]
}

/** Throws `device/wiring`, naming what is not connected, connected twice or to an input that the board lacks. */
export function toWiredRows(wiring: Wiring, board: BoardDescription): WiredRows {
  const { open, shared } = wiringFaults(wiring)
  const outside = wiring.filter(({ input }) => input !== null && board.inputRows[input] === undefined)
  if (wiring.length === 0) throw fault('No electrode is wired', [])
  if (open.length > 0)
    throw fault(`${open.join(' ')} ${open.length === 1 ? 'is' : 'are'} not connected to an input`, open)
  if (shared.length > 0) throw fault(`${shared.join(' and ')} share one input`, shared)
  if (outside.length > 0) {
    const names = outside.map(({ electrode }) => electrode)
    const inputs = outside.map(({ input }) => input! + 1).join(', ')
    throw fault(`${names.join(' ')}: ${board.name} has ${board.inputRows.length} inputs, not input ${inputs}`, names)
  }
  return {
    electrodes: wiring.map(({ electrode }) => electrode),
    rows: wiring.map(({ input }) => board.inputRows[input!]!),
  }
}

const fault = (message: string, electrodes: readonly ElectrodeName[]): AppError =>
  new AppError({
    code: 'device/wiring',
    message,
    hint: 'Give each electrode an input of its own in Cap › Wiring.',
    values: { electrodes: electrodes.join(' ') },
  })
