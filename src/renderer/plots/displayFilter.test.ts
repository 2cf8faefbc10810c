import { expect, test } from 'vitest'
import { createDisplayFilter } from './displayFilter'

const tone = (length: number, offset: number) =>
  Float32Array.from({ length }, (_, i) => offset + 10 * Math.sin((2 * Math.PI * 10 * i) / 250))

test('an electrode offset of millivolts is not drawn, a mu wave is', () => {
  const filter = createDisplayFilter(1, 250)
  const [drawn] = filter.apply(0, [tone(2500, 20_000)])
  const late = drawn!.slice(1250)
  expect(Math.abs(late.reduce((a, b) => a + b, 0) / late.length)).toBeLessThan(0.1)
  expect(Math.max(...late)).toBeGreaterThan(9.5)
})

test('what is drawn does not depend on where a stream is cut', () => {
  const whole = createDisplayFilter(1, 250).apply(0, [tone(500, 300)])[0]!
  const filter = createDisplayFilter(1, 250)
  const source = tone(500, 300)
  const parts = [0, 7, 100, 333].map((from, i, cuts) => filter.apply(from, [source.slice(from, cuts[i + 1])])[0]!)
  expect(parts.flatMap((part) => [...part])).toEqual([...whole])
})

test('after a gap the first value is the new zero, so that a jump does not swing the trace', () => {
  const filter = createDisplayFilter(1, 250)
  filter.apply(0, [new Float32Array(250).fill(100)])
  const [drawn] = filter.apply(400, [new Float32Array(250).fill(-5000)])
  expect(Math.max(...drawn!.map(Math.abs))).toBeLessThan(1e-3)
})
