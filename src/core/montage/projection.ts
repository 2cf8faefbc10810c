import type { ElectrodeName, SpherePoint } from '../domain/electrode'
import { siteOf } from './sites'

/** Polar angle of the drawn head's outline in degrees: the 10-20 ring (90°) lies at 0.83 of its radius. */
export const outlineDegrees = 108

/** In units of the head's radius: x to the right ear, y down (to the back of the head). */
export interface HeadPoint {
  readonly x: number
  readonly y: number
}

/** Azimuthal equidistant projection with Cz as the pole (J. P. Snyder, "Map Projections", USGS 1395, 1987, p. 191). */
export function projectPoint(point: SpherePoint): HeadPoint {
  const polar = Math.acos(Math.max(-1, Math.min(1, point[2])))
  const radius = polar / ((outlineDegrees * Math.PI) / 180)
  const azimuth = Math.atan2(point[0], point[1])
  return { x: radius * Math.sin(azimuth), y: -radius * Math.cos(azimuth) }
}

/** Where a site is drawn, seen from above with the nose up; null for an unknown name. */
export function projectSite(name: ElectrodeName): HeadPoint | null {
  const point = siteOf(name)
  return point && projectPoint(point)
}

/** The point of the sphere drawn at `point`: the inverse of `projectPoint`. */
export function toSphere({ x, y }: HeadPoint): SpherePoint {
  const polar = (Math.hypot(x, y) * outlineDegrees * Math.PI) / 180
  const azimuth = Math.atan2(x, -y)
  return [Math.sin(polar) * Math.sin(azimuth), Math.sin(polar) * Math.cos(azimuth), Math.cos(polar)]
}

/** Angle between two points of the unit sphere, radians. */
export function distance(a: SpherePoint, b: SpherePoint): number {
  // atan2 of chord lengths stays exact for near points, where acos loses half of its digits.
  const apart = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
  const together = Math.hypot(a[0] + b[0], a[1] + b[1], a[2] + b[2])
  return 2 * Math.atan2(apart, together)
}
