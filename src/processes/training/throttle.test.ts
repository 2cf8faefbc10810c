import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createThrottle } from './throttle'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('at most ten values a second go through, and the newest is never lost', () => {
  const heard: number[] = []
  const throttle = createThrottle<number>(100, (value) => heard.push(value))
  for (let millisecond = 0; millisecond <= 1000; millisecond++) {
    throttle.push(millisecond)
    vi.advanceTimersByTime(1)
  }
  expect(heard.length).toBeLessThanOrEqual(11)
  expect(heard.length).toBeGreaterThanOrEqual(10)
  throttle.flush()
  expect(heard.at(-1)).toBe(1000)
})

test('the first value goes through at once', () => {
  const heard: string[] = []
  createThrottle<string>(100, (value) => heard.push(value)).push('now')
  expect(heard).toEqual(['now'])
})
