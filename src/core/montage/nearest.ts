import type { ElectrodeName } from '../domain/electrode'
import { distance } from './projection'
import { siteOf } from './sites'

/** Six neighbours on a dense cap; on a sparse one whatever stands this near (about 10 cm on a head). */
const most = 6
const farthestDegrees = 65

/** For each electrode the indices of those nearest to it, the nearest first; none for a name that is no site. */
export function nearestSites(names: readonly ElectrodeName[]): readonly (readonly number[])[] {
  const places = names.map(siteOf)
  const farthest = (farthestDegrees * Math.PI) / 180
  return places.map((from, i) =>
    places
      .flatMap((to, index) => (from && to && index !== i ? [{ index, away: distance(from, to) }] : []))
      .filter(({ away }) => away <= farthest)
      .sort((a, b) => a.away - b.away || a.index - b.index)
      .slice(0, most)
      .map(({ index }) => index),
  )
}
