import { expect, test } from 'vitest'
import { createRandom } from '../../../core/domain/random'
import { pickScale } from './drawTraces'

function viewOf(amplitudes: readonly number[]) {
  const random = createRandom(1)
  const data = amplitudes.map((amplitude) =>
    Float32Array.from({ length: 400 }, (_, i) => amplitude * (i % 2 ? 1 : -1) * (0.5 + 0.5 * random.next())),
  )
  return {
    electrodes: amplitudes.map((_, i) => `E${i}`),
    sampleRate: 160,
    startSeconds: 0,
    seconds: 10,
    data,
    events: [],
  }
}

test('the scale follows the middle of the channels, not the worst one', () => {
  expect(pickScale(viewOf([40, 42, 45, 3000]))).toBe(50)
  expect(pickScale(viewOf([8, 9, 10]))).toBe(10)
})
test('flat channels have a scale too', () => {
  expect(pickScale(viewOf([0, 0]))).toBe(10)
  expect(pickScale(viewOf([]))).toBe(10)
})
