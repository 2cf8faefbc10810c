import { describe, expect, test } from 'vitest'
import { tidySpans, touchesSpan, withoutRange } from './badSpans'

describe('bad spans', () => {
  test('that touch become one, in order and inside the recording', () => {
    const drawn = [
      { start: 90, end: 140 },
      { start: -5, end: 10, note: 'cap moved' },
      { start: 10, end: 20, note: 'blink' },
      { start: 50, end: 50 },
      { start: 60, end: 55 },
    ]
    expect(tidySpans(drawn, 100)).toEqual([
      { start: 0, end: 20, note: 'cap moved; blink' },
      { start: 90, end: 100 },
    ])
  })

  test('are left where a range is taken out of them only in part', () => {
    const spans = [
      { start: 0, end: 10 },
      { start: 20, end: 40, note: 'loud' },
    ]
    expect(withoutRange(spans, { from: 5, to: 25 })).toEqual([
      { start: 0, end: 5 },
      { start: 25, end: 40, note: 'loud' },
    ])
    expect(withoutRange(spans, { from: 25, to: 30 })).toHaveLength(3)
  })

  test.each([
    [0, 10, false],
    [0, 11, true],
    [19, 30, true],
    [20, 30, false],
  ])('samples %i to %i touch 10 … 19: %s', (from, to, expected) => {
    expect(touchesSpan({ from, to }, [{ start: 10, end: 20 }])).toBe(expected)
  })
})
