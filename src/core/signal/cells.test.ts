import { expect, test } from 'vitest'
import { createRandom } from '../domain/random'
import { reduceCells } from './cells'
import { reduceExtremes } from './extremes'

const random = createRandom(8)

/** Noise in which samples are missing or infinite, here and there and for whole cells. */
const drawSignal = (length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => {
    if (i % 1000 < 130 && i > 2000) return NaN
    const draw = random.integer(400)
    return draw === 0 ? NaN : draw === 1 ? Infinity : draw === 2 ? -Infinity : 50 * random.normal()
  })

test.each([
  [64, 0, 40_000],
  [64, 17, 40_000],
  [64, 63, 33],
  [64, 5, 12],
  [7, 3, 30_001],
  [1, 0, 999],
  [50_000, 0, 60_000],
])('cells of %i samples, the first with %i before, are those that plain JavaScript makes', (factor, had, length) => {
  const signal = drawSignal(length + 10)
  const [ours, plain] = [0, 1].map(() => new Float32Array(2 * Math.ceil((length + had) / factor) + 4).fill(NaN))
  const reduction = { from: 10, to: 10 + length, factor, had, at: 2 }
  for (const target of [ours!, plain!]) target.set([-3, 3], 2)
  reduceCells(signal, ours!, reduction)
  reduceExtremes(signal, plain!, reduction)
  expect(ours).toEqual(plain)
})
