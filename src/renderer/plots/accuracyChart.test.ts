import { expect, test } from 'vitest'
import type { AccuracyChartSpec, ChartLine } from './accuracyChart'
import { layOutChart, markerPath, neighbour } from './accuracyChart'

const line = (id: string, values: Readonly<Record<number, number>>): ChartLine => ({
  id,
  name: id,
  colour: 'var(--m-fixed)',
  marker: { corners: 0, turn: 0, filled: true },
  points: Object.entries(values).map(([n, value]) => ({
    id: `${id}/${n}`,
    n: Number(n),
    value,
    low: value - 0.1,
    high: value + 0.1,
    label: `${id} ${n}`,
  })),
})
const spec: AccuracyChartSpec = {
  lines: [
    line('fixed', { 2: 0.4, 4: 0.5, 8: 0.5 }),
    line('fisher', { 2: 0.4, 4: 0.5, 8: 0.45 }),
    line('all', { 64: 0.5 }),
  ],
  chance: { value: 0.25, label: 'chance' },
  limit: { value: 0.33, label: 'limit' },
  band: 'fixed',
  axis: 'electrodes',
}
const layout = layOutChart(spec, { width: 640, height: 300 })
const at = (id: string) => layout.lines.flatMap(({ points }) => points).find((point) => point.id === id)!

test('lines that coincide stand side by side, far enough to be told apart and centred on their N', () => {
  expect(at('fixed/4').y).toBe(at('fisher/4').y)
  expect(at('fisher/4').x - at('fixed/4').x).toBeGreaterThanOrEqual(8)
  expect((at('fisher/4').x + at('fixed/4').x) / 2).toBeCloseTo(layout.x(4), 6)
  expect(at('all/64').x).toBeCloseTo(layout.x(64), 6)
})

test('each doubling of N takes the same way', () => {
  expect(layout.x(4) - layout.x(2)).toBeCloseTo(layout.x(8) - layout.x(4), 6)
})

test('the axis holds every interval that is drawn, chance and its limit, and nothing leaves the plot', () => {
  const { top, bottom, left, right } = layout.plot
  for (const { points } of layout.lines) {
    for (const { x, y } of points) {
      expect(x).toBeGreaterThan(left)
      expect(x).toBeLessThan(right)
      expect(y).toBeGreaterThanOrEqual(top)
      expect(y).toBeLessThanOrEqual(bottom)
    }
  }
  expect(layout.y(0.25)).toBeLessThan(bottom)
  expect(layout.y(0.6)).toBeGreaterThanOrEqual(top)
  expect(layout.band).toMatch(/^M.*Z$/)
})

test.each([
  ['fixed/4', 'ArrowRight', 'fixed/8'],
  ['fixed/4', 'ArrowLeft', 'fixed/2'],
  ['fixed/8', 'ArrowRight', 'all/64'],
  ['fisher/8', 'ArrowUp', 'fixed/8'],
  ['fixed/8', 'ArrowDown', 'fisher/8'],
  ['fixed/2', 'ArrowLeft', null],
])('from %s %s leads to %s', (id, key, next) => {
  expect(neighbour(layout, id, key)).toBe(next)
})

test('a single size is drawn too', () => {
  const one = layOutChart({ ...spec, lines: [line('fixed', { 8: 0.5 })] }, { width: 300, height: 200 })
  expect(Number.isFinite(one.lines[0]!.points[0]!.x)).toBe(true)
})

test('markers have as many corners as they should', () => {
  expect(markerPath({ corners: 3, turn: 0, filled: true }, 5).split('L')).toHaveLength(3)
  expect(markerPath({ corners: 0, turn: 0, filled: true }, 5)).toContain('A5 5')
})
