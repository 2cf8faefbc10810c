import { expect, test } from 'vitest'
import { exitHint, exitText } from './exitText'

const signals = { SIGHUP: 1, SIGILL: 4, SIGTRAP: 5, SIGABRT: 6, SIGIOT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 }

test.skipIf(process.platform === 'win32').each([
  [9, 'SIGKILL'],
  [11, 'SIGSEGV'],
  [139, 'SIGSEGV'],
  [6, 'SIGABRT'],
  [5, 'SIGTRAP'],
  [0, 'code 0'],
  [1, 'code 1'],
  [3, 'code 3'],
  [77, 'code 77'],
])('code %i is %s', (code, text) => expect(exitText(code, signals)).toBe(text))

test.each([0xc0000005, -1073741819])('faults of Windows are told as they are looked up (%i)', (code) =>
  expect(exitText(code, signals)).toBe('0xC0000005'),
)

test('memory is spoken of where the system may have ended it', () => {
  expect(exitHint('SIGKILL')).toMatch(/memory/)
  expect(exitHint('SIGSEGV')).toBeNull()
})
