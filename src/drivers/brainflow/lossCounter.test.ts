import { expect, test } from 'vitest'
import { createRandom } from '../../core/domain/random'
import { createLossCounter, type Stamps } from './lossCounter'

const byte = { step: 1, modulus: 256 }
/** Stamps of a device at 250 Hz for the given sample positions, read without delay. */
const stampsAt = (positions: readonly number[], jitter = (): number => 0, offset = 1_700_000_000): Stamps => ({
  count: positions.length,
  numbers: positions.map((position) => position % 256),
  times: positions.map((position) => offset + position / 250 + jitter()),
})
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i)
const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0)

test('a steady stream with jittery host times loses nothing, over many turns of the number', () => {
  const random = createRandom(3)
  const counter = createLossCounter({ sampleRate: 250, packages: byte, jumps: false })
  let lost = 0
  for (let from = 0; from < 5000; from += 5) {
    lost += sum(
      counter.count(
        stampsAt(range(from, from + 5), () => random.next() * 0.05),
        0.02,
      ),
    )
  }
  expect(lost).toBe(0)
})

test('lost packages are counted where they are missing', () => {
  const counter = createLossCounter({ sampleRate: 250, packages: byte, jumps: false })
  const losses = counter.count(stampsAt([250, 251, 255, 256, 300]), 0.2)
  expect([...losses]).toEqual([0, 0, 3, 0, 43])
})

test.each([256, 512, 300, 700])('a pause of %i samples is seen although the number has turned', (lost) => {
  const counter = createLossCounter({ sampleRate: 250, packages: byte, jumps: false })
  counter.count(stampsAt(range(0, 10)), 0.02)
  const after = stampsAt(range(10 + lost, 15 + lost))
  expect(counter.undecided(after, 5)).toBe(true)
  expect([...counter.count(after, 5)]).toEqual([lost, 0, 0, 0, 0])
})

test('a late burst after a pause is no loss', () => {
  const counter = createLossCounter({ sampleRate: 250, packages: byte, jumps: false })
  counter.count(stampsAt(range(0, 10)), 0.02)
  const positions = range(10, 320)
  // All 310 arrive at once, 1.24 s late.
  const burst = { ...stampsAt(positions), times: positions.map(() => 1_700_000_000 + 320 / 250) }
  expect(sum(counter.count(burst, 1.3))).toBe(0)
})

test('a wall clock that is set forward is no loss, as the steady clock saw no pause', () => {
  const counter = createLossCounter({ sampleRate: 250, packages: byte, jumps: false })
  counter.count(stampsAt(range(0, 10)), 0.02)
  const later = stampsAt(range(10, 20), () => 3600)
  expect(counter.undecided(later, 0.02)).toBe(false)
  expect(sum(counter.count(later, 0.02))).toBe(0)
})

test('a Daisy sends even numbers; an old number again is a stale sample, not a loss', () => {
  const counter = createLossCounter({ sampleRate: 125, packages: { step: 2, modulus: 256 }, jumps: false })
  const numbers = [250, 252, 254, 0, 0, 4, 8]
  const losses = counter.count({ count: 7, numbers, times: [0, 1, 2, 3, 4, 5, 7].map((i) => i / 125) }, 0.1)
  expect([...losses]).toEqual([0, 0, 0, 0, 0, 0, 1])
})

test('a played file that starts over makes a jump, not a loss', () => {
  const counter = createLossCounter({ sampleRate: 250, packages: byte, jumps: true })
  const numbers = [90, 91, 3, 4]
  expect(sum(counter.count({ count: 4, numbers, times: [0, 1, 2, 3].map((i) => i / 250) }, 0.1))).toBe(0)
})

test('without package numbers a pause of more than half a second is a loss', () => {
  const counter = createLossCounter({ sampleRate: 200, packages: null, jumps: false })
  const times = [0, 0.005, 0.21, 1.21, 1.215]
  expect([...counter.count({ count: 5, numbers: null, times }, 2)]).toEqual([0, 0, 0, 199, 0])
})
