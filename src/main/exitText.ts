import { constants } from 'node:os'

/** Codes by which programs end themselves; the signals of these numbers never end one here. */
const ownCodes = 3

/** How a process ended, by the code that Electron gives: `SIGKILL`, `code 3`, on Windows also `0xC0000005`. On Linux and macOS a
 *  process that a signal ended has the number of it as its code, with 128 more where a core was dumped. */
export function exitText(code: number, signals: Readonly<Record<string, number>> = constants.signals): string {
  const number = code > 128 && code < 160 ? code - 128 : code
  const signal = Object.entries(signals).find(([, value]) => value === number && value > ownCodes)?.[0]
  if (signal) return process.platform === 'win32' ? `code ${code}` : toUsualName(signal)
  const unsigned = code >>> 0
  return unsigned >= 0xc0000000 ? `0x${unsigned.toString(16).toUpperCase()}` : `code ${code}`
}

/** One number may have two names. */
const toUsualName = (signal: string): string => (signal === 'SIGIOT' ? 'SIGABRT' : signal)

/** What is to be done about it, where more is known than that it ended. */
export const exitHint = (how: string): string | null =>
  how === 'SIGKILL'
    ? 'It was ended by the system, often because memory was short: close other programs, or choose fewer recordings or electrodes.'
    : null
