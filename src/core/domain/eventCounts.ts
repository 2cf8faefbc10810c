import type { ClassId, EventMap } from './trial'

/** Cues by class, when codes mean what the map says; codes that are not used count nowhere. */
export function countClasses(markerCounts: Readonly<Record<string, number>>, map: EventMap): Record<ClassId, number> {
  const counts: Record<ClassId, number> = {}
  for (const { code, classId } of map.meanings) {
    if (classId === null) continue
    counts[classId] = (counts[classId] ?? 0) + (markerCounts[code] ?? 0)
  }
  return counts
}
