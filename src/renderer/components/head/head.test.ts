import { describe, expect, test } from 'vitest'
import { createRandom } from '../../../core/domain/random'
import { clearOf, inputRow, placeInput, placeLabel, placeSite, siteAt, toGeometry } from './geometry'
import { assign, pairMoves } from './moves'

const geometry = toGeometry(452)
const place = (name: string) => placeSite(geometry, name)

describe('where sites are drawn', () => {
  test('Cz is the centre, C3 left of it, Fz in front', () => {
    expect(place('Cz')).toEqual({ x: 226, y: 452 * 0.512 })
    expect(place('C3')!.x).toBeLessThan(226)
    expect(place('Fz')!.y).toBeLessThan(place('Cz')!.y)
    expect(place('X1')).toBeNull()
  })
  test('the ten-twenty ring lies at 0.83 of the outline', () => {
    expect((226 - place('T7')!.x) / geometry.radius).toBeCloseTo(90 / 108, 6)
  })
  test('the label of a reference on the ear is not hidden under T9, and one with room stays', () => {
    const [ear, t9, fpz] = [place('A1')!, place('T9')!, place('Fpz')!]
    const moved = clearOf(ear, [t9], geometry)
    expect(moved.x).toBe(ear.x)
    expect(moved.y - t9.y).toBeGreaterThan(1.72 * geometry.siteRadius)
    expect(clearOf(fpz, [t9], geometry)).toEqual(fpz)
  })
  test('inputs stay inside the square, however many there are', () => {
    for (const count of [1, 8, 16, 64]) {
      expect(placeInput(geometry, 443, { index: 0, count }).x).toBeGreaterThan(0)
      expect(placeInput(geometry, 443, { index: count - 1, count }).x).toBeLessThan(452)
    }
  })
})

describe('names of small sites', () => {
  test('stay inside the picture', () => {
    expect(
      placeLabel(
        { x: 9, y: 50 },
        [
          { x: 9, y: 70 },
          { x: 9, y: 30 },
        ],
        { width: 14, size: 264 },
      ).x,
    ).toBeGreaterThan(7)
  })
  test('go where there is room', () => {
    expect(placeLabel({ x: 50, y: 50 }, [{ x: 50, y: 70 }], { width: 14, size: 264 }).y).toBeLessThan(50)
    expect(
      placeLabel(
        { x: 50, y: 50 },
        [
          { x: 50, y: 25 },
          { x: 75, y: 50 },
          { x: 30, y: 50 },
        ],
        { width: 14, size: 264 },
      ),
    ).toEqual({ x: 50, y: 62.5 })
  })
})

describe('what a click means', () => {
  const sites = ['C3', 'C1', 'Cz'].map((name) => ({ name, ...placeSite(toGeometry(264), name)! }))
  test('the site under it, or within reach beside it', () => {
    const [c3] = sites
    expect(siteAt(sites, c3!, 5.6)?.name).toBe('C3')
    expect(siteAt(sites, { x: c3!.x - 11, y: c3!.y }, 5.6)?.name).toBe('C3')
    expect(siteAt(sites, { x: c3!.x - 13, y: c3!.y }, 5.6)).toBeNull()
  })
  test('midway between two sites the nearer one', () => {
    const middle = (sites[0]!.x + sites[1]!.x) / 2
    expect(siteAt(sites, { x: middle - 1, y: sites[0]!.y }, 5.6)?.name).toBe('C3')
    expect(siteAt(sites, { x: middle + 1, y: sites[0]!.y }, 5.6)?.name).toBe('C1')
  })
})

describe('discs that move', () => {
  test('sites in both sets stay and the others go the shortest way', () => {
    expect(pairMoves(['C3', 'Cz', 'FC4'], ['C3', 'C4', 'CPz'], place)).toEqual([
      { from: 'Cz', to: 'CPz' },
      { from: 'FC4', to: 'C4' },
    ])
  })
  test('sets of unequal size pair as many as they can', () => {
    expect(pairMoves(['C3'], ['C1', 'Oz'], place)).toEqual([{ from: 'C3', to: 'C1' }])
    expect(pairMoves(['Oz', 'C1'], ['C3'], place)).toEqual([{ from: 'C1', to: 'C3' }])
    expect(pairMoves([], ['C3'], place)).toEqual([])
  })
  test('no other assignment is cheaper', () => {
    const random = createRandom(4)
    for (let trial = 0; trial < 20; trial++) {
      const cost = Array.from({ length: 4 }, () => Array.from({ length: 5 }, () => random.next()))
      const sum = (columns: number[]) => columns.reduce((total, column, row) => total + cost[row]![column]!, 0)
      const found = assign(cost)
      expect(new Set(found).size).toBe(4)
      let best = Infinity
      const walk = (columns: number[]) => {
        if (columns.length === 4) best = Math.min(best, sum(columns))
        else for (let c = 0; c < 5; c++) if (!columns.includes(c)) walk([...columns, c])
      }
      walk([])
      expect(sum(found)).toBeCloseTo(best, 12)
    }
  })
})

test('the row of inputs lies below a wired Iz, and at its own place otherwise', () => {
  const geometry = toGeometry(452)
  const iz = placeSite(geometry, 'Iz')!
  expect(inputRow(geometry, [placeSite(geometry, 'Cz')!])).toBe(443)
  expect(inputRow(geometry, [iz]) - 8).toBeGreaterThan(iz.y + geometry.siteRadius)
})
