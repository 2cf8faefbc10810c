import { expect, test } from 'vitest'
import { createRandom } from '../domain/random'
import { createFourierTransform, powerOfTwo } from './fft'

test.each([1, 2, 8, 64])('equals the sum that defines it (length %i)', (length) => {
  const random = createRandom(length)
  const re = Float64Array.from({ length }, () => random.normal())
  const im = Float64Array.from({ length }, () => random.normal())
  const [gotRe, gotIm] = [re.slice(), im.slice()]
  createFourierTransform(length).forward(gotRe, gotIm)
  for (let k = 0; k < length; k++) {
    let [sumRe, sumIm] = [0, 0]
    for (let n = 0; n < length; n++) {
      const angle = (-2 * Math.PI * k * n) / length
      sumRe += re[n]! * Math.cos(angle) - im[n]! * Math.sin(angle)
      sumIm += re[n]! * Math.sin(angle) + im[n]! * Math.cos(angle)
    }
    expect(gotRe[k]).toBeCloseTo(sumRe, 10)
    expect(gotIm[k]).toBeCloseTo(sumIm, 10)
  }
})

test('there and back again is the length times the signal', () => {
  const random = createRandom(1)
  const re = Float64Array.from({ length: 512 }, () => random.normal())
  const im = Float64Array.from({ length: 512 }, () => random.normal())
  const [gotRe, gotIm] = [re.slice(), im.slice()]
  const transform = createFourierTransform(512)
  transform.forward(gotRe, gotIm)
  transform.inverse(gotRe, gotIm)
  for (let i = 0; i < 512; i++) {
    expect(gotRe[i]! / 512).toBeCloseTo(re[i]!, 12)
    expect(gotIm[i]! / 512).toBeCloseTo(im[i]!, 12)
  }
})

test('lengths are rounded up to a power of two', () => {
  expect([1, 2, 352, 512, 513].map(powerOfTwo)).toEqual([1, 2, 512, 512, 1024])
})
