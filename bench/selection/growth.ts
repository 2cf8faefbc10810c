import { noConstraints, type CurvePlan } from '../../src/core/domain/curve'
import { defaultCurve } from '../../src/core/domain/curveDefaults'
import { neverCancelled } from '../../src/core/domain/job'
import { defaultClassical } from '../../src/core/model/classical/defaults'
import { createSiteRules } from '../../src/core/selection/constraints'
import { pickSites } from '../../src/core/selection/curve/candidateData'
import type { CurveTrials } from '../../src/core/selection/curve/finding'
import { planCurve, runCurve } from '../../src/core/selection/curve/runCurve'
import { createClassicalScorer } from '../../src/core/selection/curve/setScorer'
import { restrictTrials } from '../../src/core/selection/selectionData'
import { createSelector } from '../../src/core/selection/selectors/createSelector'
import type { SelectionData } from '../../src/core/selection/selectors/selector'
import { exponentRow } from '../support/exponent'
import type { Row } from '../support/rows'
import { fistsOrFeet, readTask, tasksFolder } from './eegmmidb'

const repeats = 2

/** How the cost of a curve by plain methods grows: exponents of a power law, from the lesser of two times each. */
export async function measureGrowth(): Promise<Row[]> {
  const data = await readTask(tasksFolder, fistsOrFeet)
  const shares = [3, 2, 1]
  const parts = shares.map((share) => everyNth(data, share))
  const trials = parts.map(({ classOfTrial }) => classOfTrial.length)
  const channels = [16, 32, 64]
  const sets = [2, 4, 8, 16]
  return [
    exponentRow('trials (a curve)', trials, await each(parts, (part) => timeOf(part, 4)), 'at most 1.1'),
    exponentRow(
      'candidates (a curve)',
      channels,
      await each(channels, (count) => timeOf(pickSites(data, [...Array(count).keys()]), 4)),
      'at most 2: covariances have pairs of sites',
    ),
    exponentRow('methods (a curve)', sets, await each(sets, (count) => timeOf(data, count)), 'at most 1.1'),
  ]
}

/** Every n-th trial of each class in each run, so that folds keep their shape. */
function everyNth(data: SelectionData, n: number): SelectionData {
  const seen = new Map<string, number>()
  return restrictTrials(data, (trial) => {
    const key = `${data.groupOfTrial[trial]} ${data.classOfTrial[trial]}`
    const place = seen.get(key) ?? 0
    seen.set(key, place + 1)
    return place % n === 0
  })
}

/** Milliseconds of a curve with Fisher's ranking and so many sets of eight beside it. */
async function timeOf(data: SelectionData, sets: number): Promise<number> {
  let least = Infinity
  for (let i = 0; i < repeats; i++) {
    const start = performance.now()
    await answer(data, sets)
    least = Math.min(least, performance.now() - start)
  }
  return least
}

function answer(data: SelectionData, sets: number) {
  const { candidates, groupOfTrial, classOfTrial } = data
  const trials: CurveTrials = {
    ...{ data, choosable: data },
    subjectOfTrial: new Int32Array(classOfTrial.length),
    subjects: [fistsOrFeet.subject],
    recordings: Array.from(groupOfTrial, (run) => ({ recordingId: run, run: `${run}` })),
  }
  const ownSets = Array.from({ length: sets }, (_, i) => ({
    name: `${i}`,
    electrodes: Array.from({ length: 8 }, (_unused, k) => candidates[(i + 2 * k) % candidates.length]!),
  }))
  const plan: CurvePlan = {
    ...defaultCurve,
    ...{ subjects: trials.subjects, recordingIds: [], classes: fistsOrFeet.classes, sizes: [8] },
    ...{ methods: ['fisher'], ownSets },
  }
  const scorer = createClassicalScorer(data, defaultClassical('lda', data.sampleRate))
  const rules = createSiteRules(noConstraints, candidates, [])
  const tools = {
    ...{ plan, data, choosable: data },
    selector: () => createSelector('fisher', { rules, seed: 1, restarts: 1, steps: 1, draws: 1 }),
    scorer: () => scorer,
  }
  return runCurve(
    trials,
    { plan, work: planCurve(trials, plan), tools, journal: { done: new Map(), save: () => Promise.resolve() } },
    {
      cancellation: neverCancelled,
      pause: () => Promise.resolve(),
      now: () => performance.now(),
      report: () => undefined,
    },
  )
}

async function each<T>(values: readonly T[], work: (value: T) => Promise<number>): Promise<number[]> {
  const results: number[] = []
  for (const value of values) results.push(await work(value))
  return results
}
