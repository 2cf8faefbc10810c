import type { CurveData, CurvePlan } from '../../core/domain/curve'
import { AppError } from '../../core/domain/error'
import type { JobContext } from '../../core/domain/job'
import type { RecordingSummary } from '../../core/domain/recording'
import { createSiteRules, type SiteRules } from '../../core/selection/constraints'
import { pickSites } from '../../core/selection/curve/candidateData'
import type { CurveTrials } from '../../core/selection/curve/finding'
import { toSelectionData } from '../../core/selection/selectionData'
import { defaultCrops, defaultPipeline } from '../../core/signal/defaults'
import { toGrid } from '../../core/signal/spec'
import type { Study } from '../../store/study'
import { collectTrials } from '../dataset'
import { trialsOf, type RunTrials } from '../datasetTrials'
import { checkCurve } from './checkCurve'

/** What a run over N works on, cut from the recordings through the one signal path. */
export interface PreparedCurve {
  readonly trials: CurveTrials
  readonly rules: SiteRules
  readonly data: readonly CurveData[]
}

/**
 * Everything that can be refused is refused before a crop is cut. Throws `selection/…`, `labels/unmapped`, `file/…`,
 * `job/cancelled`.
 */
export async function prepareCurve(
  study: Study,
  plan: CurvePlan,
  context: Pick<JobContext, 'cancellation' | 'progress'>,
): Promise<PreparedCurve> {
  const runs = trialsOf(study, plan.recordingIds, plan.classes).filter(({ trials }) => trials.length > 0)
  const bad = badOfAny(study, runs)
  const recorded = sitesOfAll(runs)
  const rules = createSiteRules(plan.constraints, recorded, bad)
  const sites = recorded.filter((site) => !bad.includes(site))
  checkCurve(plan, runs, { rules, sites })
  const pipeline = defaultPipeline()
  const cut = await collectTrials(
    study,
    { runs, candidates: sites, classes: plan.classes, pipeline, crops: defaultCrops },
    context,
  )
  const recordings = new Map(cut.recordings.map((recording) => [recording.id, recording]))
  const ofTrial = cut.trials.map(({ recordingId }) => recordings.get(recordingId)!)
  const subjects = [...new Set(ofTrial.map(({ subject }) => subject))]
  const data = toSelectionData({
    candidates: sites,
    examples: cut.crops.examples,
    trialOfExample: cut.crops.trialIndex,
    classOfTrial: Int32Array.from(cut.trials, ({ classId }) => plan.classes.indexOf(classId)),
    groupOfTrial: groups(ofTrial, plan),
    classes: plan.classes.length,
    sampleRate: pipeline.sampleRate,
    hop: toGrid(pipeline).hop,
  })
  return {
    rules,
    trials: {
      data,
      choosable: pickSites(
        data,
        rules.candidates.map((site) => sites.indexOf(site)),
      ),
      subjects,
      subjectOfTrial: Int32Array.from(ofTrial, ({ subject }) => subjects.indexOf(subject)),
      recordings: ofTrial.map(({ id, run }) => ({ recordingId: id, run })),
    },
    data: cut.recordings.map((recording) => toData(recording, ofTrial)),
  }
}

/** What leaves a fold together: a run, a session, or all of a subject. Groups are numbered in order of time. */
function groups(ofTrial: readonly RecordingSummary[], { scheme }: CurvePlan): Int32Array {
  const keyOf = ({ id, subject, session }: RecordingSummary): string => {
    if (scheme === 'subjects') return subject
    return scheme === 'sessions' ? `${subject}/${session ?? ''}` : String(id)
  }
  const keys = [...new Set(ofTrial.map(keyOf))]
  return Int32Array.from(ofTrial, (recording) => keys.indexOf(keyOf(recording)))
}

const sitesOfAll = (runs: readonly RunTrials[]): string[] =>
  (runs[0]?.recording.electrodes ?? []).filter((site) =>
    runs.every(({ recording }) => recording.electrodes.includes(site)),
  )

/** A loose contact in one run would be learned as a difference between runs, so its site is left out for all. */
const badOfAny = (study: Study, runs: readonly RunTrials[]): string[] => [
  ...new Set(runs.flatMap(({ recording }) => study.badChannels.get(recording.id))),
]

const toData = (recording: RecordingSummary, ofTrial: readonly RecordingSummary[]): CurveData => ({
  recordingId: recording.id,
  subject: recording.subject,
  session: recording.session ?? '',
  run: recording.run,
  hash: recording.hash,
  trials: ofTrial.filter(({ id }) => id === recording.id).length,
})

export const cancelled = (): AppError =>
  new AppError({ code: 'job/cancelled', message: 'Choosing electrodes was cancelled.' })
