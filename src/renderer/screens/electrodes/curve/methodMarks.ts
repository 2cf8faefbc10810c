import { familyOf, isOwnSet, type CurveMethod, type MethodFamily } from '../../../../core/domain/curve'
import type { Marker } from '../../../plots/accuracyChart'

/** What a line is of: a family of methods, a set of one's own, or all electrodes. */
export type LineFamily = MethodFamily | 'own' | 'all'

export function lineFamily(method: CurveMethod): LineFamily {
  if (method === 'all') return 'all'
  return isOwnSet(method) ? 'own' : familyOf(method)
}

/** Tokens; a set of one's own is a fixed one. */
const colours: Readonly<Record<LineFamily, string>> = {
  fixed: 'var(--m-fixed)',
  own: 'var(--m-fixed)',
  ranking: 'var(--m-ranking)',
  wrapper: 'var(--m-wrapper)',
  learned: 'var(--m-learned)',
  control: 'var(--m-random)',
  all: 'var(--m-all)',
}

/** Corners and turn of each family's markers, in the order in which its methods come; filled first, then open. */
const shapes: Readonly<Record<LineFamily, readonly (readonly [corners: number, turn: number])[]>> = {
  fixed: [[0, 0]],
  own: [
    [0, 0],
    [8, 22.5],
  ],
  ranking: [
    [3, 180],
    [5, 180],
  ],
  wrapper: [
    [4, 45],
    [5, 0],
    [6, 30],
    [8, 22.5],
  ],
  learned: [[3, 0]],
  control: [[0, 0]],
  all: [[4, 0]],
}

export const lineColour = (method: CurveMethod): string => colours[lineFamily(method)]

/** A marker of its own for each of the methods that are drawn together. */
export function markerOf(method: CurveMethod, among: readonly CurveMethod[]): Marker {
  const family = lineFamily(method)
  const place = among.filter((other) => lineFamily(other) === family).indexOf(method)
  const known = shapes[family]
  const [corners, turn] = known[place % known.length]!
  // Own sets begin open: the fixed set has the filled disc.
  const filled = Math.floor(place / known.length) % 2 === (family === 'own' ? 1 : 0)
  return { corners, turn, filled }
}
