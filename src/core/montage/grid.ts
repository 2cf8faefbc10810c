import type { ElectrodeName, SpherePoint } from '../domain/electrode'
import { distance, projectSite } from './projection'
import { siteOf } from './sites'

const columns = ['9', '7', '5', '3', '1', 'z', '2', '4', '6', '8', '10']
const temporalNames: Readonly<Record<string, string>> = { FC: 'FT', C: 'T', CP: 'TP' }

/** Rows of the 10-10 system from the nasion to the inion, each from left to right. */
export const tenTenRows: readonly (readonly ElectrodeName[])[] = [
  ['N1', 'Nz', 'N2'],
  ['Fp1', 'Fpz', 'Fp2'],
  ...['AF', 'F', 'FC', 'C', 'CP', 'P', 'PO'].map((row) =>
    columns.map((column) => (/^([79]|8|10)$/.test(column) ? (temporalNames[row] ?? row) : row) + column),
  ),
  ['O1', 'Oz', 'O2'],
  ['I1', 'Iz', 'I2'],
]

/** Whole rows and whole columns of the 10-05 system. */
export const tenTenSites: readonly ElectrodeName[] = tenTenRows.flat()

export interface Neighbours {
  readonly front: ElectrodeName | null
  readonly behind: ElectrodeName | null
  readonly left: ElectrodeName | null
  readonly right: ElectrodeName | null
}

const place = (name: ElectrodeName): SpherePoint => siteOf(name)!

function across(name: ElectrodeName, column: number, row: readonly ElectrodeName[] | undefined): ElectrodeName | null {
  if (!row) return null
  if (row.length === columns.length && column >= 0) return row[column] ?? null
  const from = place(name)
  return row.reduce((best, next) => (distance(from, place(next)) < distance(from, place(best)) ? next : best))
}

/** Direct neighbours on the 10-10 grid; null at its edge. Throws RangeError for a name that is not on the grid. */
export function neighbours(name: ElectrodeName): Neighbours {
  const r = tenTenRows.findIndex((row) => row.includes(name))
  const row = tenTenRows[r]
  if (!row) throw new RangeError(`Expected a site of the 10-10 grid, got ${name}`)
  const c = row.indexOf(name)
  const column = row.length === columns.length ? c : -1
  return {
    front: across(name, column, tenTenRows[r - 1]),
    behind: across(name, column, tenTenRows[r + 1]),
    left: row[c - 1] ?? null,
    right: row[c + 1] ?? null,
  }
}

/** A site with its direct neighbours. */
export const withNeighbours = (name: ElectrodeName): ElectrodeName[] => [
  name,
  ...Object.values(neighbours(name)).filter((next): next is ElectrodeName => next !== null),
]

export type Direction = 'up' | 'down' | 'left' | 'right'
const headings: Readonly<Record<Direction, readonly [x: number, y: number]>> = {
  up: [0, -1],
  down: [0, 1],
  left: [-1, 0],
  right: [1, 0],
}

/**
 * The site that an arrow key leads to from `name`: of those within 60° of the direction on the drawn head, the nearest,
 * where a step to the side counts twice. Null when there is none.
 */
export function nearestSiteInDirection(
  name: ElectrodeName,
  among: Iterable<ElectrodeName>,
  direction: Direction,
): ElectrodeName | null {
  const from = projectSite(name)
  if (!from) return null
  const [hx, hy] = headings[direction]
  let best: ElectrodeName | null = null
  let least = Infinity
  for (const candidate of among) {
    const to = projectSite(candidate)
    if (!to || candidate === name) continue
    const ahead = (to.x - from.x) * hx + (to.y - from.y) * hy
    const aside = Math.abs((to.x - from.x) * hy) + Math.abs((to.y - from.y) * hx)
    const cost = ahead + 2 * aside
    if (ahead <= 1e-9 || aside > ahead * Math.tan(Math.PI / 3) || cost >= least) continue
    least = cost
    best = candidate
  }
  return best
}
