import type { LabelRun, LabelWarning, MeantMarker } from './labelWarnings'
import type { ClassId } from './trial'

/** The markers of a run that mean a class, in order of time. */
export function cuesOf({ markers, map }: LabelRun): MeantMarker[] {
  const meanings = new Map(map.meanings.map(({ code, classId }) => [code, classId]))
  return markers
    .flatMap(({ code, sample }) => {
      const classId = meanings.get(code)
      return classId ? [{ code, sample, classId }] : []
    })
    .sort((a, b) => a.sample - b.sample)
}

/** Class of a code in a run; null: not used; undefined: nobody said. */
export const meaningIn = ({ map }: Pick<LabelRun, 'map'>, code: string): ClassId | null | undefined =>
  map.meanings.find((meaning) => meaning.code === code)?.classId

/** How often each key comes. */
export function tally<Key>(keys: Iterable<Key>): Map<Key, number> {
  const counts = new Map<Key, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

const none = { runs: [], codes: [], classes: [], values: {} }
/** A warning with what it does not say left empty. */
export const toWarning = (part: Pick<LabelWarning, 'kind' | 'severity'> & Partial<LabelWarning>): LabelWarning => ({
  ...none,
  ...part,
})
