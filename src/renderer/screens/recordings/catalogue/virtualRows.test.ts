import { expect, test } from 'vitest'
import { createRandom } from '../../../../core/domain/random'
import { rowsInSight, scrollToRow } from './virtualRows'

const view = (scrollTop: number, height = 600) => ({ scrollTop, height, rowHeight: 28 })

test('wherever it is scrolled, all rows in sight are drawn, and not many more', () => {
  const random = createRandom(1)
  for (let turn = 0; turn < 2000; turn++) {
    const count = 1 + random.integer(2000)
    const height = random.integer(1200)
    const scrollTop = random.next() * Math.max(0, count * 28 - height)
    const { from, to } = rowsInSight(view(scrollTop, height), count)
    expect(from).toBeLessThanOrEqual(Math.floor(scrollTop / 28))
    expect(to).toBeGreaterThanOrEqual(Math.min(count, Math.ceil((scrollTop + height) / 28)))
    expect(to - from).toBeLessThanOrEqual(height / 28 + 24)
  }
})
test('a turn of the wheel by one row mostly changes nothing', () => {
  const ranges = Array.from({ length: 100 }, (_, row) => JSON.stringify(rowsInSight(view(2800 + 28 * row), 1635)))
  expect(new Set(ranges).size).toBeLessThan(60)
})
test('a list that became shorter than where it is scrolled to still shows rows, an empty one none', () => {
  const { from, to } = rowsInSight(view(40_000), 10)
  expect([from, to]).toEqual([0, 10])
  expect(rowsInSight(view(0), 0)).toEqual({ from: 0, to: 0 })
})
test('a row out of sight is scrolled to by no more than it needs', () => {
  expect(scrollToRow(3, view(0))).toBeNull()
  expect(scrollToRow(3, view(500))).toBe(84)
  expect(scrollToRow(30, view(0))).toBe(31 * 28 - 600)
  expect(scrollToRow(30, view(0), 26)).toBe(31 * 28 - 600 + 26)
})
