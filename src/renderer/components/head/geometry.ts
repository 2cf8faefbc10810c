import type { ElectrodeName } from '../../../core/domain/electrode'
import { projectSite } from '../../../core/montage/projection'

/** Sizes at which the head changes what it can say. */
export type HeadScale = 'large' | 'medium' | 'small'

/** The drawn head in pixels of a square of `size`. */
export interface HeadGeometry {
  readonly size: number
  readonly scale: HeadScale
  readonly centreX: number
  readonly centreY: number
  /** Radius of the outline: 0.425 of the size. */
  readonly radius: number
  /** Radius of a site's disc. */
  readonly siteRadius: number
}

export interface PlacedPoint {
  readonly x: number
  readonly y: number
}

export function toGeometry(size: number): HeadGeometry {
  const scale: HeadScale = size >= 420 ? 'large' : size >= 200 ? 'medium' : 'small'
  const siteRadius = { large: 0.0283 * size, medium: 5.6, small: 5 }[scale]
  return { size, scale, siteRadius, centreX: size / 2, centreY: size * 0.512, radius: size * 0.425 }
}

/** Pixels of a site, or null for a name that the 10-05 system does not have. */
export function placeSite(geometry: HeadGeometry, name: ElectrodeName): PlacedPoint | null {
  const point = projectSite(name)
  return point && { x: geometry.centreX + point.x * geometry.radius, y: geometry.centreY + point.y * geometry.radius }
}

/** Half of the smallest target that a finger or an unsteady hand can hit, pixels. */
const reach = 12

/**
 * The site that a click at (x, y) means: the nearest within 12 pixels of its disc's edge or centre. Where sites crowd, the
 * border between two targets is midway, so every target is as large as it can be.
 */
export function siteAt<Placed extends PlacedPoint>(
  placed: readonly Placed[],
  at: PlacedPoint,
  radius: number,
): Placed | null {
  let best: Placed | null = null
  let least = Math.max(reach, radius + 2)
  for (const site of placed) {
    const distance = Math.hypot(site.x - at.x, site.y - at.y)
    if (distance > least) continue
    least = distance
    best = site
  }
  return best
}

const labelReach = { x: 15, y: 12.5 }

/**
 * Where the name of a small site goes: of eight places around it, the one with most room to its neighbours; below, when all
 * are equal.
 */
export function placeLabel(
  at: PlacedPoint,
  others: readonly PlacedPoint[],
  { width, size }: { readonly width: number; readonly size: number },
): PlacedPoint {
  const reachX = labelReach.x + Math.max(0, width - 14) / 2
  const around = [
    [0, 1],
    [0, -1],
    [1, 0],
    [-1, 0],
    [0.8, 0.8],
    [-0.8, 0.8],
    [0.8, -0.8],
    [-0.8, -0.8],
  ].map(([dx, dy]) => ({ x: at.x + dx! * reachX, y: at.y + dy! * labelReach.y }))
  // The name is a flat box: a neighbour beside it is nearer than one as far above it.
  const room = (place: PlacedPoint): number =>
    Math.min(
      ...others.map((other) => Math.hypot(Math.max(0, Math.abs(other.x - place.x) - width / 2), other.y - place.y)),
    )
  const inside = around.filter((place) => place.x - width / 2 >= 1 && place.x + width / 2 <= size - 1)
  return inside.reduce((best, place) => (room(place) > room(best) + 0.5 ? place : best))
}

/**
 * Where a reference's label goes, so that no disc hides it: an ear lies so near to T9 that both would be in one place. It is
 * moved up or down, away from what it would lie under, as there is no room at its side.
 */
export function clearOf(at: PlacedPoint, discs: readonly PlacedPoint[], { siteRadius }: HeadGeometry): PlacedPoint {
  const apart = { x: 2 * siteRadius + 4, y: 1.72 * siteRadius + 5 }
  const hides = (disc: PlacedPoint): boolean => Math.abs(disc.x - at.x) < apart.x && Math.abs(disc.y - at.y) < apart.y
  const disc = discs.find(hides)
  return disc ? { x: at.x, y: disc.y + (at.y < disc.y ? -apart.y : apart.y) } : at
}

const inputHeight = 16

/** Height of the centres of an amplifier's inputs: below the head, and below a site as far back as Iz. */
export function inputRow({ size, siteRadius }: HeadGeometry, placed: readonly PlacedPoint[]): number {
  const lowest = Math.max(0, ...placed.map(({ y }) => y + siteRadius))
  return Math.max(size - 9, lowest + 4 + inputHeight / 2)
}

/** Centre of input `index` of `count` in its row. */
export function placeInput(geometry: HeadGeometry, row: number, { index, count }: InputPlace): PlacedPoint {
  return { x: geometry.centreX + (index - (count - 1) / 2) * inputStep(geometry, count), y: row }
}
interface InputPlace {
  readonly index: number
  readonly count: number
}

export const inputStep = (geometry: HeadGeometry, count: number): number =>
  Math.min(geometry.scale === 'large' ? 36 : 22, (geometry.size - 12) / Math.max(1, count))
