import type { CurvePlan, CurveReport } from '../../domain/curve'
import { AppError } from '../../domain/error'
import type { SelectorContext } from '../selectors/selector'
import { foldName, toAnswer, type CurveAnswer, type CurveTrials, type CurveWork } from './finding'
import { growingCurve } from './growing'
import { runUnit, type UnitResult, type UnitTools } from './runUnit'
import { planFolds, planUnits, type CurveUnit } from './units'

/** Where results of finished units are kept: a run that was killed goes on after the last of them. */
export interface UnitJournal {
  readonly done: ReadonlyMap<string, UnitResult>
  /** Comes back when the result would survive a kill. */
  save(result: UnitResult): Promise<void>
}

export interface CurveContext extends Omit<SelectorContext, 'trying' | 'probabilities'> {
  report(report: CurveReport): void
  /** Estimate for a unit, milliseconds; null while nothing is known. */
  readonly estimate?: (unit: CurveUnit) => number | null
}

/** Splits and units of a plan: what is done does not depend on what was found before. */
export function planCurve(trials: CurveTrials, plan: CurvePlan): CurveWork {
  const { data, subjectOfTrial } = trials
  const choosable = trials.choosable.candidates.length
  const folds = planFolds({ ...data, subjectOfTrial }, plan.scheme)
  return { folds, units: planUnits(folds, plan, { choosable, all: data.candidates.length }) }
}

/**
 * Does every unit that the journal lacks, then answers. Killed at any moment and started again, it gives the same answer as in
 * one go. Throws `job/cancelled` within one search step or optimiser step, `selection/…` when a method cannot obey the constraints.
 */
export async function runCurve(
  trials: CurveTrials,
  { plan, work, tools, journal }: { plan: CurvePlan; work: CurveWork; tools: UnitTools; journal: UnitJournal },
  context: CurveContext,
): Promise<CurveAnswer> {
  const results = new Map(journal.done)
  const watch = createWatch({ trials, work, results, plan }, context)
  for (const unit of work.units) {
    if (results.has(unit.key)) continue
    if (context.cancellation.requested) throw cancelled()
    const result = await runUnit(unit, tools, watch.during(unit))
    await journal.save(result)
    results.set(unit.key, result)
    watch.finished()
  }
  return toAnswer(trials, plan, { ...work, results })
}

interface Watched {
  readonly trials: CurveTrials
  readonly work: CurveWork
  readonly plan: CurvePlan
  readonly results: ReadonlyMap<string, UnitResult>
}

/** Milliseconds between two reports. */
const reportEvery = 150

function createWatch(watched: Watched, context: CurveContext) {
  const { trials, work, results, plan } = watched
  const { candidates } = trials.choosable
  const sitesOfAll = trials.data.candidates
  const startedAt = context.now()
  const before = results.size
  let shownAt = -Infinity
  let trying: CurveReport['trying'] = null
  let probabilities: CurveReport['probabilities'] = null
  let growing = growingCurve(watched)
  const show = (now: boolean): void => {
    if (!now && context.now() - shownAt < reportEvery) return
    shownAt = context.now()
    context.report({
      candidates,
      classes: plan.classes,
      units: work.units.map((unit) => ({
        fold: foldName(unit.fold, trials),
        method: unit.method,
        state: results.has(unit.key) ? 'done' : unit === current ? 'running' : 'waiting',
      })),
      ...{ growing, trying, probabilities },
      secondsLeft: secondsLeft(),
    })
  }
  let current: CurveUnit | null = null
  const secondsLeft = (): number | null => {
    const done = results.size - before
    if (done < 3) return null
    return ((context.now() - startedAt) / done / 1000) * (work.units.length - results.size)
  }
  return {
    during(unit: CurveUnit): SelectorContext {
      current = unit
      probabilities = null
      trying = { fold: foldName(unit.fold, trials), method: unit.method, n: null, sites: [] }
      show(true)
      return {
        ...context,
        trying(n, sites) {
          trying = { ...trying!, n, sites: sites.map((site) => sitesOfAll[site]!) }
          show(false)
        },
        probabilities(rows) {
          probabilities = rows
          show(false)
        },
      }
    },
    finished() {
      growing = growingCurve(watched)
      show(true)
    },
  }
}

const cancelled = (): AppError => new AppError({ code: 'job/cancelled', message: 'Choosing electrodes was cancelled.' })
