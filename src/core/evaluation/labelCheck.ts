import { AppError } from '../domain/error'
import type { LabelCheckFigures, LabelVerdict, ShuffledFigure } from '../domain/labelCheck'
import { signalLevel, swapLevel } from '../domain/labelCheck'
import { createRandom, type Random } from '../domain/random'
import type { ClassId } from '../domain/trial'
import { createTangentSpace, riemannianMean, tangentSize } from '../model/classical/tangentSpace'
import { accuracyFigure, confusionMatrix } from './accuracy'
import { predictFold, prepareFold } from './labelCheckDiscriminant'
import { labelFolds, trialsOfRun, type LabelledRuns } from './labelCheckFolds'
import { findSwaps, gainOf, swapAccuracies, toSwap } from './labelCheckSwaps'
import { percentile } from './percentile'

/** Trials whose labels are doubted. */
export interface LabelCheckTask {
  /** One a trial, `[electrode, electrode]`, positive definite. */
  readonly covariances: readonly Float64Array[]
  readonly labels: readonly ClassId[]
  /** At least two; every label is one of them. */
  readonly classes: readonly ClassId[]
  /** Position in `runs` of each trial; the trials of a run stand in order of time. */
  readonly runOf: Int32Array
  readonly runs: readonly string[]
}

export interface ShuffleSpec {
  readonly permutations: number
  readonly seed: number
}

/** Called before each part of the work; throw from it to stop. */
export type BetweenShuffles = (done: number, total: number) => void | Promise<void>

/** Of one class, so that a fold can learn and judge it. */
const leastTrials = 4

/**
 * Whether labels carry signal: a classifier in the tangent space (Barachant et al. 2012), cross-validated, against the same with
 * labels shuffled within their runs (Ojala & Garriga 2010, J. Mach. Learn. Res. 11:1833). Then every exchange of two classes in
 * one run is tried, and its gain held against the largest gain of the same search in each shuffle.
 * @throws AppError `selection/too-few-trials` with fewer than two classes of four trials
 */
export async function checkLabels(
  task: LabelCheckTask,
  { permutations, seed }: ShuffleSpec,
  between: BetweenShuffles = () => {},
): Promise<LabelCheckFigures> {
  requireTrials(task)
  await between(0, permutations)
  const labelled = toLabelledRuns(task)
  const { kind, predict } = createValidation(task, labelled)
  const swaps = kind === 'runs' ? findSwaps(labelled) : []
  const judge = (labels: Int32Array) => swapAccuracies({ ...labelled, labels }, swaps, predict)
  const actual = judge(labelled.labels)
  const random = createRandom(seed)
  const shuffles = []
  for (let done = 0; done < permutations; done++) {
    await between(done, permutations)
    shuffles.push(judge(shuffleWithinRuns(labelled, random)))
  }
  const shuffled = toShuffled(
    actual.plain,
    shuffles.map(({ plain }) => plain),
  )
  const gains = shuffles.map(gainOf)
  const swapped = shuffles.map(({ plain, swapped: others }) => Math.max(plain, ...others))
  const search = {
    tried: swaps.length,
    ...toSwap(task, swaps, actual),
    p: swaps.length ? shareAbove(gains, gainOf(actual)) : 1,
  }
  const isSwapped =
    search.best !== null && search.p <= swapLevel && shareAbove(swapped, search.best.accuracy) <= signalLevel
  const verdict: LabelVerdict = isSwapped ? 'swapped' : shuffled.p <= signalLevel ? 'signal' : 'no-signal'
  return { verdict, ...describe(task, predict(labelled.labels)), folds: kind, shuffled, swap: search }
}

function requireTrials({ labels, classes }: LabelCheckTask): void {
  const counts = classes.map((classId) => labels.filter((label) => label === classId).length)
  if (classes.length >= 2 && counts.every((count) => count >= leastTrials)) return
  const found = classes.map((classId, i) => `${classId} ${counts[i]}`).join(', ') || 'none'
  throw new AppError({
    code: 'selection/too-few-trials',
    message: `A check of labels needs at least two classes of ${leastTrials} trials each, got ${found}.`,
    hint: 'Map the markers of more classes, or add runs of the same subject.',
    values: { runs: 0 },
  })
}

const toLabelledRuns = ({ labels, classes, runOf, runs }: LabelCheckTask): LabelledRuns => ({
  labels: Int32Array.from(labels, (label) => classes.indexOf(label)),
  classes: classes.length,
  runOf,
  runs: runs.length,
})

/** Everything that does not depend on labels is done once. `predict` overwrites what it returned before. */
function createValidation(task: LabelCheckTask, labelled: LabelledRuns) {
  const { kind, folds } = labelFolds(labelled)
  const size = tangentSize(Math.sqrt(task.covariances[0]!.length))
  const products = innerProducts(tangentFeatures(task, labelled), size)
  const prepared = folds.map((fold) => prepareFold(products, size, fold))
  const predicted = new Int32Array(labelled.labels.length)
  const predict = (labels: Int32Array): Int32Array => {
    for (const fold of prepared) predictFold(fold, { labels, classes: labelled.classes }, predicted)
    return predicted
  }
  return { kind, predict }
}

/**
 * Each run about its own mean, which knows no labels: what changes from run to run, as a cap that was moved, is no signal
 * (Zanini et al. 2018, IEEE Trans. Biomed. Eng. 65:1107). `[trial, feature]`
 */
function tangentFeatures({ covariances }: LabelCheckTask, labelled: LabelledRuns): Float64Array {
  const size = tangentSize(Math.sqrt(covariances[0]!.length))
  const features = new Float64Array(covariances.length * size)
  for (let run = 0; run < labelled.runs; run++) {
    const own = trialsOfRun(labelled, run)
    if (own.length === 0) continue
    const toTangent = createTangentSpace(riemannianMean(own.map((trial) => covariances[trial]!)))
    for (const trial of own) toTangent(covariances[trial]!, features, trial * size)
  }
  return features
}

function innerProducts(features: Float64Array, size: number): Float64Array {
  const count = features.length / size
  const products = new Float64Array(count * count)
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0
      for (let f = 0; f < size; f++) sum += features[i * size + f]! * features[j * size + f]!
      products[i * count + j] = products[j * count + i] = sum
    }
  }
  return products
}

/** New labels: those of each run in another order. */
function shuffleWithinRuns(task: LabelledRuns, random: Random): Int32Array {
  const labels = new Int32Array(task.labels.length)
  for (let run = 0; run < task.runs; run++) {
    const own = trialsOfRun(task, run)
    const order = random.shuffle([...own])
    own.forEach((trial, i) => (labels[trial] = task.labels[order[i]!]!))
  }
  return labels
}

/** (1 + those as large) / (1 + all): Phipson & Smyth 2010, Stat. Appl. Genet. Mol. Biol. 9:39. */
const shareAbove = (values: readonly number[], observed: number): number =>
  (1 + values.filter((value) => value >= observed - 1e-12).length) / (1 + values.length)

const toShuffled = (observed: number, accuracies: readonly number[]): ShuffledFigure => ({
  accuracies,
  mean: accuracies.reduce((sum, value) => sum + value, 0) / Math.max(1, accuracies.length),
  limit: percentile(accuracies, 0.95),
  p: shareAbove(accuracies, observed),
})

function describe({ labels, classes, runOf, runs }: LabelCheckTask, predicted: Int32Array) {
  // A trial whose fold had nothing to learn from is never right.
  const names = labels.map((label, i) => classes[predicted[i]!] ?? classes.find((other) => other !== label)!)
  const correct = (trial: number): boolean => names[trial] === labels[trial]
  return {
    accuracy: accuracyFigure(names, labels, classes),
    confusion: confusionMatrix(names, labels, classes),
    runs: runs.map((run, index) => {
      const own = [...runOf.keys()].filter((trial) => runOf[trial] === index)
      return { run, correct: own.filter(correct).length, trials: own.length }
    }),
  }
}
