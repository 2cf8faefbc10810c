import type { ElectrodeName } from '../../../core/domain/electrode'
import type { PlacedPoint } from './geometry'

export interface Move {
  readonly from: ElectrodeName
  readonly to: ElectrodeName
}

/**
 * Which disc travels where when one chosen set follows another: sites in both stay, the rest are paired so that the sum of
 * distances is smallest. With sets of unequal size the surplus simply appears or goes.
 */
export function pairMoves(
  before: readonly ElectrodeName[],
  after: readonly ElectrodeName[],
  place: (name: ElectrodeName) => PlacedPoint | null,
): Move[] {
  const left = before.filter((name) => !after.includes(name) && place(name))
  const joined = after.filter((name) => !before.includes(name) && place(name))
  if (left.length === 0 || joined.length === 0) return []
  const [rows, columns] = left.length <= joined.length ? [left, joined] : [joined, left]
  const cost = rows.map((row) => columns.map((column) => apart(place(row)!, place(column)!)))
  return assign(cost).map((column, row) => {
    const [a, b] = [rows[row]!, columns[column]!]
    return rows === left ? { from: a, to: b } : { from: b, to: a }
  })
}

const apart = (a: PlacedPoint, b: PlacedPoint): number => Math.hypot(a.x - b.x, a.y - b.y)

/**
 * Column of each row in the cheapest assignment, rows ≤ columns: shortest augmenting paths with potentials
 * (R. Jonker, A. Volgenant, Computing 38 (1987) 325–340). Index 0 of the inner arrays stands for "none".
 */
export function assign(cost: readonly (readonly number[])[]): number[] {
  const rows = cost.length
  const columns = cost[0]?.length ?? 0
  const u = new Array<number>(rows + 1).fill(0)
  const v = new Array<number>(columns + 1).fill(0)
  const rowOf = new Array<number>(columns + 1).fill(0)
  for (let row = 1; row <= rows; row++) augment({ cost, u, v, rowOf }, row)
  const result = new Array<number>(rows).fill(-1)
  for (let column = 1; column <= columns; column++) if (rowOf[column]! > 0) result[rowOf[column]! - 1] = column - 1
  return result
}

interface Matching {
  readonly cost: readonly (readonly number[])[]
  readonly u: number[]
  readonly v: number[]
  readonly rowOf: number[]
}

function augment({ cost, u, v, rowOf }: Matching, row: number): void {
  const columns = v.length - 1
  const least = new Array<number>(columns + 1).fill(Infinity)
  const used = new Array<boolean>(columns + 1).fill(false)
  const way = new Array<number>(columns + 1).fill(0)
  rowOf[0] = row
  let column = 0
  do {
    used[column] = true
    const current = rowOf[column]!
    let next = 0
    let delta = Infinity
    for (let j = 1; j <= columns; j++) {
      if (used[j]) continue
      const reduced = cost[current - 1]![j - 1]! - u[current]! - v[j]!
      if (reduced < least[j]!) [least[j], way[j]] = [reduced, column]
      if (least[j]! < delta) [delta, next] = [least[j]!, j]
    }
    for (let j = 0; j <= columns; j++) {
      if (used[j]) {
        u[rowOf[j]!]! += delta
        v[j]! -= delta
      } else least[j]! -= delta
    }
    column = next
  } while (rowOf[column] !== 0)
  for (; column !== 0; column = way[column]!) rowOf[column] = rowOf[way[column]!]!
}
