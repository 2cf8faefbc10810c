import type { CurveData, CurvePlan, LeftOutSite } from '../../core/domain/curve'
import type { Cancellation, JobContext } from '../../core/domain/job'
import { createRandom } from '../../core/domain/random'
import type { RecordingSummary } from '../../core/domain/recording'
import { createSiteRules, type SiteRules } from '../../core/selection/constraints'
import { pickSites } from '../../core/selection/curve/candidateData'
import type { CurveTrials } from '../../core/selection/curve/finding'
import { shuffleLabels, toSelectionData } from '../../core/selection/selectionData'
import { defaultCrops, defaultPipeline } from '../../core/signal/defaults'
import { toGrid } from '../../core/signal/spec'
import type { Study } from '../../store/study'
import { collectTrials } from '../dataset'
import { trialsOf, type RunTrials } from '../datasetTrials'
import { checkQuestion, checkSites } from './checkCurve'
import { findDeadSites } from './deadChannels'

/** What a run over N works on, cut from the recordings through the one signal path. */
export interface PreparedCurve {
  readonly trials: CurveTrials
  readonly rules: SiteRules
  readonly data: readonly CurveData[]
  /** Sites that may not be chosen though every recording has them. */
  readonly leftOut: readonly LeftOutSite[]
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
  checkQuestion(plan, runs)
  const recorded = sitesOfAll(runs)
  const leftOut = await unusableSites(study, runs, { sites: recorded, ...context })
  const bad = leftOut.map(({ site }) => site)
  const rules = createSiteRules(plan.constraints, recorded, bad)
  const sites = recorded.filter((site) => !bad.includes(site))
  checkSites(plan, { rules, sites })
  const pipeline = defaultPipeline()
  const cut = await collectTrials(
    study,
    { runs, candidates: sites, classes: plan.classes, pipeline, crops: defaultCrops },
    context,
  )
  const isCut = new Set(cut.trials)
  checkQuestion(
    plan,
    runs.map((run) => ({ ...run, trials: run.trials.filter((trial) => isCut.has(trial)) })),
  )
  const recordings = new Map(cut.recordings.map((recording) => [recording.id, recording]))
  const ofTrial = cut.trials.map(({ recordingId }) => recordings.get(recordingId)!)
  const subjects = [...new Set(ofTrial.map(({ subject }) => subject))]
  const asRecorded = toSelectionData({
    candidates: sites,
    examples: cut.crops.examples,
    trialOfExample: cut.crops.trialIndex,
    classOfTrial: Int32Array.from(cut.trials, ({ classId }) => plan.classes.indexOf(classId)),
    groupOfTrial: groups(ofTrial, plan),
    classes: plan.classes.length,
    sampleRate: pipeline.sampleRate,
    hop: toGrid(pipeline).hop,
  })
  const data = plan.shuffleLabels
    ? shuffleLabels(asRecorded, createRandom(plan.seed).fork('shuffle-labels'))
    : asRecorded
  return {
    ...{ rules, leftOut },
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
async function unusableSites(
  study: Study,
  runs: readonly RunTrials[],
  { sites, cancellation }: { readonly sites: readonly string[]; readonly cancellation: Cancellation },
): Promise<LeftOutSite[]> {
  const marked = runs.flatMap(({ recording: { id, run } }) =>
    study.badChannels.get(id).map((site): LeftOutSite => ({ site, reason: 'marked', run })),
  )
  const known = [...new Map(marked.toReversed().map((one) => [one.site, one])).values()].toReversed()
  const left = sites.filter((site) => !known.some((one) => one.site === site))
  return [
    ...known.filter(({ site }) => sites.includes(site)),
    ...(await findDeadSites(study, runs, { sites: left, cancellation })),
  ]
}

const toData = (recording: RecordingSummary, ofTrial: readonly RecordingSummary[]): CurveData => ({
  recordingId: recording.id,
  subject: recording.subject,
  session: recording.session ?? '',
  run: recording.run,
  hash: recording.hash,
  trials: ofTrial.filter(({ id }) => id === recording.id).length,
})
