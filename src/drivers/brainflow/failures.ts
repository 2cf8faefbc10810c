import { AppError, type ErrorCode } from '../../core/domain/error'

interface Meaning {
  readonly code: ErrorCode
  readonly says: string
  readonly hint: string
}

const cable = 'Check that the device is on, in reach and plugged in, and that the port or address is the right one.'
const other = 'Close other programs that use the device, or unplug it and plug it in again.'
const again = 'Switch the device off and on again, then start once more.'

/** BrainFlow's exit codes in words (`brainflow_constants.h`). */
const meanings: Readonly<Record<number, Meaning>> = {
  1: { code: 'device/busy', says: 'its port is open already', hint: other },
  2: { code: 'device/not-found', says: 'its port or address cannot be opened', hint: cable },
  3: { code: 'device/failed', says: 'its port refuses the settings', hint: cable },
  4: { code: 'device/failed', says: 'it takes no commands', hint: again },
  5: { code: 'device/failed', says: 'its messages cannot be read', hint: again },
  6: { code: 'device/failed', says: 'it does not greet', hint: again },
  7: { code: 'device/not-found', says: 'it does not answer', hint: cable },
  8: { code: 'device/busy', says: 'it is streaming already', hint: other },
  10: { code: 'device/failed', says: 'no thread for its stream could be started', hint: again },
  13: { code: 'device/not-found', says: 'its connection settings are incomplete or wrong', hint: cable },
  14: {
    code: 'device/not-found',
    says: 'this BrainFlow does not know the device',
    hint: 'Use a newer BrainFlow library.',
  },
  15: { code: 'device/failed', says: 'it was not prepared', hint: again },
  16: { code: 'device/busy', says: 'another session holds it', hint: other },
  17: {
    code: 'device/failed',
    says: 'the library has no means to reach it, e.g. no Bluetooth part for a Bluetooth device',
    hint: 'For Bluetooth devices choose a folder with a full BrainFlow installation in Settings.',
  },
  18: { code: 'device/failed', says: 'its clock cannot be matched', hint: again },
}

/** An exit code other than 0 as the error that a person reads. `doing`: `prepare`, `start`, … */
export function toDeviceError(exitCode: number, device: string, doing: string): AppError {
  const { code, says, hint } = meanings[exitCode] ?? { code: 'device/failed', says: 'it failed', hint: again }
  return new AppError({
    code,
    message: `${device}: ${says} (BrainFlow code ${exitCode} at ${doing})`,
    hint,
    values: { device, exitCode, doing },
  })
}
