import { beforeEach, expect, test } from 'vitest'
import { createInterrupts, graceMs, onePressMs, type Interrupts } from './interrupts'

let now: number
let wish: { requested: boolean }
let said: string[]
let left: number[]
let waiting: { call: () => void; delayMs: number }[]
let interrupts: Interrupts
beforeEach(() => {
  now = 5_000
  wish = { requested: false }
  said = []
  left = []
  waiting = []
  interrupts = createInterrupts(wish, {
    nowMs: () => now,
    say: (text) => said.push(text),
    leave: (code) => left.push(code),
    later: (call, delayMs) => waiting.push({ call, delayMs }),
  })
})

test('one press that arrives three times, from the terminal, npm and the script, cancels and no more', () => {
  interrupts.press()
  now += 4
  interrupts.press()
  now += onePressMs - 10
  interrupts.press()
  expect(wish.requested).toBe(true)
  expect(said).toEqual([expect.stringContaining('Cancelling…')])
  expect(left).toEqual([])
})

test('the second press leaves with the code of an interrupted program', () => {
  interrupts.press()
  now += onePressMs
  interrupts.press()
  expect(left).toEqual([130])
})

test('who is asked to end cancels, and leaves by force only when that takes too long', () => {
  interrupts.end(143)
  expect(wish.requested).toBe(true)
  expect(left).toEqual([])
  expect(waiting.map(({ delayMs }) => delayMs)).toEqual([graceMs])
  waiting[0]!.call()
  expect(left).toEqual([143])
})

test('a press after a request to end leaves at once', () => {
  interrupts.end(143)
  interrupts.press()
  expect(left).toEqual([130])
})
