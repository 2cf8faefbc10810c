import { expect, test } from 'vitest'
import { SignalRing } from './signalRing'
import { chooseScale } from './traceScale'

function ringWith(...amplitudes: number[]) {
  const ring = new SignalRing(amplitudes.length, 1000)
  const wave = (amplitude: number) => Float32Array.from({ length: 1000 }, (_, i) => amplitude * Math.sin(i / 4))
  ring.write(0, amplitudes.map(wave))
  return ring
}

test('the scale is a round step that holds the usual channel', () => {
  expect(chooseScale(ringWith(12, 10, 14), 0, 1000, null)).toBe(50)
})

test('one loose electrode does not make the others flat', () => {
  expect(chooseScale(ringWith(12, 10, 4000), 0, 1000, null)).toBe(50)
})

test('the scale stays while the signal is still within reach', () => {
  expect(chooseScale(ringWith(8, 8, 8), 0, 1000, 50)).toBe(50)
  expect(chooseScale(ringWith(60, 60, 60), 0, 1000, 50)).toBe(500)
})

test('a flat line keeps a scale', () => {
  expect(chooseScale(ringWith(0, 0), 0, 1000, null)).toBe(50)
})
