import { noConstraints, type CurvePlan } from '../../src/core/domain/curve'
import { defaultCurve } from '../../src/core/domain/curveDefaults'
import type { CurveJobContext } from '../../src/jobs/curve/selectCurve'
import { importRecordings } from '../../src/jobs/importRecordings'
import type { Study } from '../../src/store/study'

export const quietCurve: CurveJobContext = {
  cancellation: { requested: false },
  progress: () => undefined,
  report: () => undefined,
}

/** Imports files or folders; none may be refused. */
export async function importInto(study: Study, ...paths: string[]): Promise<void> {
  const { outcomes } = await importRecordings(study, { paths }, { ...quietCurve, report: () => undefined })
  const refused = outcomes.find(({ state }) => state === 'refused')
  if (refused) throw new Error(`${refused.fileName}: ${refused.error?.message}`)
}

/** All recordings of a study and a few plain methods, so that it takes a second. */
export function cheapPlan(study: Study, change: Partial<CurvePlan> = {}): CurvePlan {
  const recordings = study.recordings.list()
  return {
    ...defaultCurve,
    subjects: [...new Set(recordings.map(({ subject }) => subject))],
    recordingIds: recordings.map(({ id }) => id),
    classes: ['left-fist', 'right-fist'],
    sizes: [1, 2, 4],
    methods: ['fixed', 'fisher', 'random'],
    constraints: noConstraints,
    draws: 3,
    ...change,
  }
}
