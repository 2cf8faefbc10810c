import type {
  Comparison,
  CurveFinding,
  CurveMethod,
  CurvePlan,
  CurvePoint,
  JudgedTrial,
} from '../../src/core/domain/curve'
import { defaultCurve } from '../../src/core/domain/curveDefaults'
import { createRandom } from '../../src/core/domain/random'
import { curveFigure } from '../../src/core/evaluation/figures'
import { mcnemarTest, pairedCounts, rightOf } from '../../src/core/domain/pairedAnswers'
import { pairedDifference, verdictOf, holm } from '../../src/core/evaluation/paired'
import { setStability } from '../../src/core/evaluation/stability'
import { eegmmidbSites, fixedMotorSet, motorSites } from '../../src/core/montage/regions'
import { statementsOf } from '../../src/core/selection/curve/statements'

export interface FindingWish {
  readonly id?: string
  readonly seed?: number
  /** Nothing can be told from chance. */
  readonly atChance?: boolean
  readonly plan?: Partial<CurvePlan>
}

const runs = ['R06', 'R10', 'R14']
const perRun = 30
const margin = 0.053

/**
 * An answer of one subject or several, hand-made: 30 trials a run of three runs, seeded answers about as right as EEGMMIDB has
 * them. Everything that follows from the answers is computed from them.
 */
export function curveFinding({
  id = 'S001-curve-0a1b2c3d',
  seed = 1,
  atChance = false,
  ...wish
}: FindingWish = {}): CurveFinding {
  const plan: CurvePlan = {
    ...defaultCurve,
    subjects: ['S001'],
    recordingIds: [],
    classes: ['left-fist', 'right-fist', 'both-fists', 'both-feet'],
    sizes: [2, 4, 8, 16],
    ...wish.plan,
  }
  const recordings = plan.subjects.flatMap((subject) => runs.map((run) => ({ subject, run })))
  const data = recordings.map(({ subject, run }, i) => ({
    ...{ recordingId: i + 1, subject, session: '', run, trials: perRun },
    hash: (0xa0 + i).toString(16).repeat(32),
  }))
  const trials = data.flatMap(({ subject, recordingId, run }, place) =>
    Array.from({ length: perRun }, (_, trial): JudgedTrial => ({
      ...{ subject, recordingId, run },
      fold: plan.subjects.length > 1 ? plan.subjects.indexOf(subject) : place,
      label: (trial + recordingId) % plan.classes.length,
    })),
  )
  const folds = plan.subjects.length > 1 ? plan.subjects : runs
  const make = createPoints({ plan, trials, folds: folds.length, seed })
  const right = (share: number): number => (atChance ? 1 / plan.classes.length : share)
  const points = [2, 4, 8, 16].flatMap((n) => [
    make('fixed', n, right(0.36 + 0.05 * Math.log2(n))),
    make('gumbel', n, right(0.34 + 0.06 * Math.log2(n))),
    make('random', n, right(0.35 + 0.04 * Math.log2(n))),
  ])
  const all = make('all', eegmmidbSites.length, right(0.48))
  return finish([...points, all], { id, plan, trials, data, folds, atChance })
}

interface Material {
  readonly plan: CurvePlan
  readonly trials: readonly JudgedTrial[]
  readonly folds: number
  readonly seed: number
}

function createPoints({ plan, trials, folds, seed }: Material) {
  const labels = trials.map(({ label }) => label)
  return (method: CurveMethod, n: number, share: number): CurvePoint => {
    const random = createRandom(seed).fork(`${method} ${n}`)
    const answer = (label: number): number =>
      random.next() < share
        ? label
        : (label + 1 + Math.floor(random.next() * (plan.classes.length - 1))) % plan.classes.length
    const answers = labels.map(answer)
    const sets = Array.from({ length: folds }, () =>
      method === 'fixed' ? [...fixedMotorSet, ...motorSites].slice(0, n) : random.shuffle([...motorSites]).slice(0, n),
    )
    const own = method === 'all' ? sets.map(() => [...eegmmidbSites]) : sets
    const figure = curveFigure(answers, labels, plan.classes)
    return {
      ...{ method, n, figure, answers },
      inner: { value: figure.value - 0.01, standardError: 0.05, trials: trials.length },
      electrodes: own[0]!,
      foldSets: own,
      frequency: eegmmidbSites.map((site) => own.filter((set) => set.includes(site)).length / own.length),
      stability: setStability(
        own.map((set) => set.map((site) => eegmmidbSites.indexOf(site))),
        eegmmidbSites.length,
      ),
      drawValues: method === 'random' ? [-0.05, 0, 0.05].map((step) => figure.value + step) : null,
    }
  }
}

interface Parts extends Pick<CurveFinding, 'id' | 'plan' | 'trials' | 'data'> {
  readonly folds: readonly string[]
  readonly atChance: boolean
}

/** Recommends the fixed set of eight. */
function finish(points: readonly CurvePoint[], { folds, atChance, ...parts }: Parts): CurveFinding {
  const { plan, trials } = parts
  const chosen = points.find(({ method, n }) => method === 'fixed' && n === 8)!
  const others = [points.at(-1)!, ...points.filter((point) => point.n === 8)]
  const raw = others.map((point) => compare(chosen, point, trials))
  const corrected = holm(raw.map(({ p }) => p)).map((pHolm, i) => ({ ...raw[i]!, pHolm }))
  const recommendation: CurveFinding['recommendation'] = {
    ...{ method: 'fixed', n: 8, electrodes: chosen.electrodes, decoder: 'lda', figure: chosen.figure },
    picked: folds.map((_, i) => ({ method: i === 1 ? 'gumbel' : 'fixed', n: i === 1 ? 4 : 8, decoder: 'lda' })),
    decoded: !atChance,
    permutationP: atChance ? 0.41 : 0.0005,
    againstAll: corrected[0]!,
    againstFixed: corrected[1]!,
    trialsNeeded: 873,
  }
  return {
    ...{
      schemaVersion: 1,
      createdAtMs: Date.UTC(2026, 0, 5, 9, 30),
      appVersion: '0.2.0',
      decoder: 'lda',
      seconds: 412,
    },
    ...{ ...parts, points, recommendation, comparisons: corrected, perSubject: perSubject(points, parts) },
    ...{ candidates: [...motorSites], sites: [...eegmmidbSites] },
    folds: folds.map((name, fold) => ({ name, trials: trials.filter((trial) => trial.fold === fold).length })),
    statements: statementsOf({ recommendation, points, sites: eegmmidbSites, trials, plan }),
    learnedOn: { backend: 'cpu', device: '2 threads', reason: 'fastest', detail: '', switches: [] },
  }
}

function compare(first: CurvePoint, second: CurvePoint, trials: readonly JudgedTrial[]): Comparison {
  const truth = trials.map(({ label }) => label)
  const counts = pairedCounts(rightOf(first.answers, truth), rightOf(second.answers, truth))
  const interval = pairedDifference(counts)
  const p = mcnemarTest(counts)
  return {
    first: { method: 'procedure', n: first.n },
    second: { method: second.method, n: second.n },
    ...interval,
    ...{ test: 'mcnemar', p, pHolm: p, verdict: verdictOf(interval, margin), margin },
  }
}

function perSubject(
  points: readonly CurvePoint[],
  { plan, trials }: Pick<CurveFinding, 'plan' | 'trials'>,
): CurveFinding['perSubject'] {
  if (plan.subjects.length < 2) return []
  return plan.subjects.map((subject) => {
    const own = [...trials.keys()].filter((trial) => trials[trial]!.subject === subject)
    const labels = own.map((trial) => trials[trial]!.label)
    const answersOf = ({ answers }: CurvePoint): number[] => own.map((trial) => answers[trial]!)
    return {
      subject,
      points: points.map((point) => ({
        ...{ method: point.method, n: point.n },
        figure: curveFigure(answersOf(point), labels, plan.classes),
      })),
    }
  })
}
