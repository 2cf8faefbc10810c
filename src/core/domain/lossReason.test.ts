import { describe, expect, test } from 'vitest'
import { isPassing, toLossReason } from './lossReason'

describe('why a learner is gone', () => {
  test.each([
    ['its process ended with SIGKILL', 'killed', 'SIGKILL', true],
    ['its process was ended by SIGKILL (said last)', 'killed', 'SIGKILL', true],
    ['its process ended with SIGSEGV', 'signal', 'SIGSEGV', false],
    ['its process ended with code 3', 'exit', '3', false],
    ['its process ended with 0xC0000005', 'fault', '0xC0000005', false],
    ['it hung: no answer within 30.5 s', 'hung', '30.5', false],
    ['its page did not start in time', 'slow', 'its page did not start in time', true],
    ['no answer for 180 s', 'slow', 'no answer for 180 s', true],
    ['its page ended (crashed)', 'page', 'crashed', false],
    ['its page ended (oom)', 'page', 'oom', true],
    ['the graphics process ended (crashed)', 'graphics', 'crashed', false],
    ['the graphics process ended (killed)', 'graphics', 'killed', true],
    ['WebAssembly.Memory(): could not allocate memory', 'memory', 'could not allocate', true],
    ['unreachable', 'other', 'unreachable', false],
  ] as const)('%s', (why, kind, detail, passing) => {
    expect(toLossReason(why)).toEqual({ kind, detail })
    expect(isPassing({ code: 'learner/lost', message: `it stopped working: ${why}`, detail: why })).toBe(passing)
  })

  test('wrong results never pass; full memory and a full disk do', () => {
    expect(isPassing({ code: 'learner/self-test', message: 'not enough memory to be right' })).toBe(false)
    expect(isPassing({ code: 'learner/memory', message: 'A batch of 64 needs 900 MB, allowed are 500 MB.' })).toBe(true)
    expect(isPassing({ code: 'disk/full', message: 'x' })).toBe(true)
    expect(isPassing({ code: 'internal', message: 'Array buffer allocation failed' })).toBe(true)
    expect(isPassing({ code: 'internal', message: 'x is not a function' })).toBe(false)
  })
})
