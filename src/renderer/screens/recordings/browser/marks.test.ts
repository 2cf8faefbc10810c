import { expect, test } from 'vitest'
import { remember, spanAt, withElectrodeToggled, withoutSpan, withSpan, type Marks } from './marks'

const none: Marks = { spans: [], electrodes: [] }

test('a span is the same whichever way it was drawn, whole samples, inside the recording', () => {
  const right = withSpan(none, { from: 10.4, to: 20.2 }, 100)
  expect(right.spans).toEqual([{ start: 10, end: 21 }])
  expect(withSpan(none, { from: 20.2, to: 10.4 }, 100)).toEqual(right)
  expect(withSpan(right, { from: 90, to: 400 }, 100).spans).toEqual([
    { start: 10, end: 21 },
    { start: 90, end: 100 },
  ])
})

test('a span is found by any of its samples and goes whole', () => {
  const marks = withSpan(withSpan(none, { from: 10, to: 20 }, 100), { from: 30, to: 40 }, 100)
  expect([spanAt(marks.spans, 9), spanAt(marks.spans, 20)]).toEqual([null, null])
  const found = spanAt(marks.spans, 19)!
  expect(withoutSpan(marks, found).spans).toEqual([{ start: 30, end: 40 }])
})

test('an electrode is bad, then good again', () => {
  const once = withElectrodeToggled(none, 'T9')
  expect(once.electrodes).toEqual(['T9'])
  expect(withElectrodeToggled(once, 'T9').electrodes).toEqual([])
})

test('a hundred changes can be taken back', () => {
  let history: Marks[] = []
  for (let i = 0; i < 130; i++) history = remember(history, withSpan(none, { from: i, to: i + 1 }, 1000))
  expect(history).toHaveLength(100)
  expect(history.at(-1)!.spans).toEqual([{ start: 129, end: 130 }])
})
