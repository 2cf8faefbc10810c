import { describe, expect, test } from 'vitest'
import { SignalRing } from './signalRing'

const chunk = (...values: number[]) => [Float32Array.from(values), Float32Array.from(values.map((value) => -value))]
const read = (ring: SignalRing, channel: number) =>
  Array.from({ length: ring.end - ring.begin }, (_, i) => ring.at(channel, ring.begin + i))

describe('ring of the newest samples', () => {
  test('keeps the newest samples of every channel by their index', () => {
    const ring = new SignalRing(2, 4)
    ring.write(10, chunk(1, 2, 3))
    ring.write(13, chunk(4, 5))
    expect([ring.begin, ring.end]).toEqual([11, 15])
    expect(read(ring, 0)).toEqual([2, 3, 4, 5])
    expect(read(ring, 1)).toEqual([-2, -3, -4, -5])
  })

  test('leaves a gap where samples never came, instead of joining what is beside it', () => {
    const ring = new SignalRing(2, 8)
    ring.write(0, chunk(1, 2))
    ring.write(4, chunk(5))
    expect(read(ring, 0)).toEqual([1, 2, NaN, NaN, 5])
  })

  test('marks samples as lost after they were held at the last value', () => {
    const ring = new SignalRing(2, 8)
    ring.write(0, chunk(1, 2, 2, 4))
    ring.lose(2, 1)
    expect(read(ring, 0)).toEqual([1, 2, NaN, 4])
  })

  test('starts anew when the clock jumps back', () => {
    const ring = new SignalRing(2, 8)
    ring.write(100, chunk(1, 2))
    ring.write(0, chunk(7))
    expect([ring.begin, ring.end]).toEqual([0, 1])
    expect(ring.at(0, 100)).toBeNaN()
  })

  test('does not show what an earlier turn of the ring left in a gap', () => {
    const ring = new SignalRing(2, 4)
    ring.write(0, chunk(1, 2, 3, 4))
    ring.write(6, chunk(7))
    expect(read(ring, 0)).toEqual([4, NaN, NaN, 7])
  })

  test('takes a chunk that is longer than itself', () => {
    const ring = new SignalRing(2, 4)
    ring.write(0, chunk(1, 2, 3, 4, 5, 6))
    expect(read(ring, 0)).toEqual([3, 4, 5, 6])
  })
})
