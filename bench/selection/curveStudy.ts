import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { noConstraints, type CurveFinding, type CurvePlan } from '../../src/core/domain/curve'
import { defaultCurve } from '../../src/core/domain/curveDefaults'
import { importRecordings } from '../../src/jobs/importRecordings'
import { selectCurve } from '../../src/jobs/curve/selectCurve'
import { openStudy, type Study } from '../../src/store/study'
import { dataFolder } from '../../test/support/data'
import type { RunsOf } from './eegmmidb'

const context = { cancellation: { requested: false }, progress: () => undefined, report: () => undefined }

/** A study with the runs of a task for as long as `work` takes. Throws where the recordings are not there. */
export async function withTask<Result>(task: RunsOf, work: (study: Study) => Promise<Result>): Promise<Result> {
  const data = dataFolder()
  if (!data) throw new Error('No recordings beside the project (SPARSECAP_DATA).')
  const folder = mkdtempSync(join(tmpdir(), 'sparsecap-bench-'))
  const study = openStudy(join(folder, 'study'), { create: true })
  try {
    const { subject, runs } = task
    await importRecordings(
      study,
      { paths: runs.map((run) => join(data, `eegmmidb/${subject}/${subject}${run}.edf`)) },
      context,
    )
    return await work(study)
  } finally {
    study.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The curve of a task, as the command line asks for it; on the engine where something is learned. */
export function curveOf(study: Study, task: RunsOf, change: Partial<CurvePlan>): Promise<CurveFinding> {
  const plan: CurvePlan = {
    ...defaultCurve,
    subjects: [task.subject],
    recordingIds: study.recordings.list().map(({ id }) => id),
    classes: task.classes,
    constraints: noConstraints,
    backend: 'cpu',
    ...change,
  }
  return selectCurve(study, plan, context)
}
