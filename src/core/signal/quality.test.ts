import { describe, expect, test } from 'vitest'
import { createRandom } from '../domain/random'
import { envelope } from './envelope'
import { createQualityMonitor, judgeSignal } from './quality'

const rate = 250
const make = (value: (i: number, normal: () => number) => number): Float32Array => {
  const random = createRandom(2)
  return Float32Array.from({ length: 2 * rate }, (_, i) => value(i, () => random.normal()))
}
const sine = (frequency: number, i: number): number => Math.sin((2 * Math.PI * frequency * i) / rate)

describe('a channel', () => {
  const cases: [string, Float32Array, string, string | null][] = [
    ['of plain EEG is good', make((i, normal) => 10 * sine(10, i) + 8 * normal()), 'good', null],
    ['with a large offset is good all the same', make((_, normal) => 180_000 + 8 * normal()), 'good', null],
    ['without a signal is flat', make(() => 0), 'bad', 'flat'],
    ['that sends no numbers is flat', make(() => NaN), 'bad', 'flat'],
    ['stuck at its rail is out of range', make(() => -187_500), 'bad', 'railed'],
    ['cut off at the top is out of range', make((i) => Math.min(100, 300 * sine(3, i))), 'bad', 'railed'],
    ['full of mains is not usable', make((i, normal) => 80 * sine(50, i) + 8 * normal()), 'bad', 'line-noise'],
    ['with some mains is to be looked at', make((i, normal) => 20 * sine(60, i) + 8 * normal()), 'fair', 'line-noise'],
    ['of noise is not usable', make((_, normal) => 300 * normal()), 'bad', 'noisy'],
    ['with much noise is to be looked at', make((_, normal) => 100 * normal()), 'fair', 'noisy'],
    ['that drifts is to be looked at', make((i, normal) => i + 8 * normal()), 'fair', 'drift'],
  ]
  test.each(cases)('%s', (_, signal, quality, reason) => {
    expect(judgeSignal('C3', signal, rate)).toMatchObject({ electrode: 'C3', quality, reason })
  })

  test('has its mains and its spread measured in microvolts', () => {
    const { lineMicrovolts, rmsMicrovolts } = judgeSignal(
      'C3',
      make((i) => 30 * sine(50, i) + 40 * sine(9, i) + 7),
      rate,
    )
    expect(lineMicrovolts).toBeCloseTo(30 / Math.SQRT2, 1)
    expect(rmsMicrovolts).toBeCloseTo(Math.hypot(30, 40) / Math.SQRT2, 0)
  })

  test('at a rate that cannot carry the mains is not blamed for it', () => {
    expect(
      judgeSignal(
        'C3',
        make((i) => 10 * sine(10, i)),
        100,
      ).lineMicrovolts,
    ).toBeLessThan(1)
  })
})

test('a stream is judged by its last two seconds, whatever the chunks', () => {
  const info = { channels: ['C3', 'C4'], sampleRate: rate }
  const data = [make((_, normal) => 300 * normal()), make((i, normal) => 10 * sine(10, i) + 8 * normal())]
  const calm = [data[1]!, make(() => 0)]
  const by = (size: number) => {
    const monitor = createQualityMonitor(info)
    const whole = data.map((channel, c) => Float32Array.of(...channel, ...calm[c]!))
    const seen: number[] = []
    for (let start = 0; start < 4 * rate; start += size) {
      monitor.push({ start, data: whole.map((channel) => channel.subarray(start, start + size)) })
      if (start + size < 2 * rate) seen.push(monitor.current().length)
    }
    expect(seen.every((count) => count === 0)).toBe(true)
    return monitor.current()
  }
  expect(by(1000).map(({ reason }) => reason)).toEqual([null, 'flat'])
  for (const size of [1, 7, 333]) expect(by(size)).toEqual(by(1000))
})

test('an envelope keeps every spike and shows holes', () => {
  const signal = Float32Array.of(0, 9, 1, 2, -5, 3, NaN, NaN)
  expect([...envelope(signal, 4)]).toEqual([0, 9, 1, 2, -5, 3, NaN, NaN])
  expect([...envelope(signal, 2)]).toEqual([0, 9, -5, 3])
  expect([...envelope(Float32Array.of(1, 2), 4)]).toEqual([1, 1, 1, 1, 2, 2, 2, 2])
  expect([...envelope(new Float32Array(0), 1)]).toEqual([NaN, NaN])
})
