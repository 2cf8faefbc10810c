import { createHash } from 'node:crypto'
import { setImmediate as pause } from 'node:timers/promises'
import {
  familyOf,
  isOwnSet,
  type CurveData,
  type CurveFinding,
  type CurvePlan,
  type CurveReport,
} from '../../core/domain/curve'
import type { DecoderKind } from '../../core/domain/decoder'
import { AppError } from '../../core/domain/error'
import type { JobContext } from '../../core/domain/job'
import { defaultClassical } from '../../core/model/classical/defaults'
import { createNetworkScorer } from '../../core/selection/curve/networkScorer'
import type { Resumption } from '../../core/selection/checkpoint'
import { planCurve, runCurve, type UnitJournal } from '../../core/selection/curve/runCurve'
import type { UnitResult, UnitTools } from '../../core/selection/curve/runUnit'
import { createClassicalScorer, type SetScorer } from '../../core/selection/curve/setScorer'
import { leftOutStatement } from '../../core/selection/curve/statements'
import type { CurveUnit } from '../../core/selection/curve/units'
import { defaultTraining } from '../../core/selection/schedule'
import { createSelector } from '../../core/selection/selectors/createSelector'
import type { CurveJournal } from '../../store/curves'
import type { Study } from '../../store/study'
import type { Learning } from '../learning/learning'
import { startLearning, type LearningContext } from '../learning/startLearning'
import { programFiles } from '../programFiles'
import { runInPieces } from '../runInPieces'
import { prepareCurve, type PreparedCurve } from './prepareCurve'

export interface CurveJobContext extends JobContext<CurveReport>, LearningContext {
  /** What took along an earlier process of this job; its journal has the rest. */
  readonly resume?: Pick<Resumption, 'lost'>
}

/**
 * Answers which N electrodes are enough: every method at every size on nested folds, a recommendation, and what may be said of it.
 * Units are saved as they are done; the same plan on the same recordings goes on where it was cut off, and gives the finding that
 * is there when it was finished. Throws `selection/…`, `labels/unmapped`, `learner/…`, `disk/…`, `job/cancelled`.
 */
export async function selectCurve(study: Study, plan: CurvePlan, context: CurveJobContext): Promise<CurveFinding> {
  const prepared = await prepareCurve(study, plan, context)
  const id = curveId(plan, prepared)
  if (study.curves.has(id)) return study.curves.get(id)
  const journal = study.curves.journal(id, plan)
  try {
    const finding = await findCurve(prepared, plan, { journal: toUnitJournal(journal), id, context })
    journal.finish(finding)
    return finding
  } finally {
    journal.close()
  }
}

/** The same numbers again, from the recordings alone: nothing that was saved is used. The study may be another one that has the same
 *  recordings. Throws `file/not-found` for one that it lacks, and as `selectCurve` does. */
export async function rerunCurve(study: Study, before: CurveFinding, context: CurveJobContext): Promise<CurveFinding> {
  const { id } = before
  const plan = { ...before.plan, recordingIds: before.data.map((one) => recordingOf(study, one)) }
  const prepared = await prepareCurve(study, plan, context)
  return findCurve(prepared, plan, { journal: createMemoryJournal(), id, context })
}

function recordingOf(study: Study, { hash, subject, run }: CurveData): number {
  const found = study.recordings.byHash(hash)
  if (found) return found.id
  throw new AppError({
    code: 'file/not-found',
    message: `The study does not have the recording ${subject} ${run} that the answer rests on.`,
    hint: 'Import the same file, or name the study where the answer was found.',
    values: { path: `${subject} ${run}` },
  })
}

/** Plan, recordings and program decide the name, so that asking the same again finds what there is. */
export function curveId(plan: CurvePlan, { data }: Pick<PreparedCurve, 'data'>): string {
  const hashes = data.map(({ hash, trials }) => [hash, trials])
  const text = JSON.stringify([plan, hashes, programFiles().version])
  const subject = plan.subjects.length === 1 ? plan.subjects[0]! : `${plan.subjects.length}-subjects`
  return `${subject.replace(/[^\w.-]+/g, '_')}-curve-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`
}

interface Finding {
  readonly journal: UnitJournal
  readonly id: string
  readonly context: CurveJobContext
}

async function findCurve(
  prepared: PreparedCurve,
  plan: CurvePlan,
  { journal, id, context }: Finding,
): Promise<CurveFinding> {
  const startedAt = performance.now()
  const { trials, data } = prepared
  const work = planCurve(trials, plan)
  const learning = needsLearner(plan, work.units) ? await beginLearning(plan, context) : null
  try {
    const tools = createTools(prepared, plan, { learning, context })
    const answer = await runCurve(
      trials,
      { plan, work, tools, journal },
      { ...context, pause, now: () => performance.now(), report: reporting(work.units.length, context) },
    )
    return {
      schemaVersion: 1,
      id,
      createdAtMs: Date.now(),
      appVersion: programFiles().version,
      ...{ plan, data },
      ...answer,
      leftOut: prepared.leftOut,
      statements: [...answer.statements, ...leftOutStatement(prepared.leftOut)],
      learnedOn: learning?.use ?? null,
      seconds: (performance.now() - startedAt) / 1000,
    }
  } finally {
    learning?.close()
  }
}

function reporting(total: number, context: CurveJobContext): (report: CurveReport) => void {
  return (report) => {
    context.report(report)
    const done = report.units.filter(({ state }) => state === 'done').length
    const { fold, method } = report.trying ?? { fold: '', method: '' }
    context.progress({ step: 'curve_unit', values: { fold, method }, done, total })
  }
}

const needsLearner = ({ decoders }: CurvePlan, units: readonly CurveUnit[]): boolean =>
  decoders.includes('network') ||
  units.some(({ method }) => method !== 'all' && !isOwnSet(method) && familyOf(method) === 'learned')

function beginLearning(plan: CurvePlan, context: CurveJobContext): Promise<Learning> {
  return startLearning(plan.backend, context, {
    sizes: [],
    lost: context.resume?.lost ?? [],
    stepsDone: () => 0,
    onSwitch: () => undefined,
  })
}

interface Machinery {
  readonly learning: Learning | null
  readonly context: CurveJobContext
}

function createTools({ trials, rules }: PreparedCurve, plan: CurvePlan, { learning, context }: Machinery): UnitTools {
  const { data, choosable } = trials
  const scorers = new Map<DecoderKind, SetScorer>()
  const factory = learning?.factory
  const { seed } = plan
  const training = defaultTraining(plan.steps)
  const create = (kind: DecoderKind): SetScorer => {
    const { cancellation } = context
    if (kind !== 'network') {
      return createClassicalScorer(data, defaultClassical(kind, data.sampleRate), (pieces) =>
        runInPieces(pieces, cancellation),
      )
    }
    const learnerContext = { cancellation, pause, now: () => performance.now() }
    return createNetworkScorer(data, { factory: factory!, training, seed, context: learnerContext })
  }
  return {
    ...{ plan, data, choosable },
    selector(method, { fold }, unitSeed) {
      // Inner folds compare; one training a set is enough there, and says less of a learned method rather than more.
      const restarts = fold.role === 'inner' ? 1 : plan.restarts
      const settings = { rules, seed: unitSeed, restarts, steps: plan.steps, draws: plan.draws }
      return createSelector(method, settings, factory)
    },
    scorer(kind) {
      const scorer = scorers.get(kind) ?? create(kind)
      scorers.set(kind, scorer)
      return scorer
    },
  }
}

function toUnitJournal(journal: CurveJournal): UnitJournal {
  const done = new Map(
    journal.lines.map((line) => JSON.parse(line) as UnitResult).map((result) => [result.key, result]),
  )
  return {
    done,
    save(result) {
      journal.append(JSON.stringify(result))
      return Promise.resolve()
    },
  }
}

const createMemoryJournal = (): UnitJournal => ({ done: new Map(), save: () => Promise.resolve() })
