import { AppError } from '../domain/error'
import { publishedNetwork, type BatchStatistics, type Parameters } from '../domain/model'
import { separateExamples } from '../domain/examples'
import type { Learner, LearnerBatch, LearnerSpec } from './learner'
import { classify } from './losses'
import { parameterShapes } from './parameters'

/** A golden case as it lies in its file: float64 reference values from an independent implementation. */
export interface GoldenCase {
  readonly name: string
  readonly shape: { batch: number; channels: number; selected: number; samples: number; classes: number }
  readonly mode: 'select' | 'all'
  readonly training: boolean
  readonly temperature: number
  readonly threshold: number
  readonly penaltyWeight: number
  readonly x: Nested
  readonly labels: readonly number[]
  readonly uniform?: Nested
  readonly parameters: Readonly<Record<string, Nested>>
  readonly runningStatistics: Readonly<Record<string, Nested>>
  readonly expected: {
    readonly logits: Nested
    readonly crossEntropy: number
    readonly penalty: number
    readonly gradients?: Readonly<Record<string, Nested>>
  }
}
export type Nested = number | readonly Nested[]

/** A learner whose worst relative error is above this is refused: its gradients would be wrong, not just rounded. */
export const selfTestTolerance = 1e-3
/** The true gradient of bn1Beta is zero, so its error is absolute, on this scale: 1e-6 counts as 1e-4. */
const betaScale = 1e-2

export const goldenSpec = (golden: GoldenCase): LearnerSpec => ({
  network: publishedNetwork,
  mode: golden.mode === 'select' ? 'select' : 'fixed',
  channels: golden.shape.channels,
  neurons: golden.shape.selected,
  samples: golden.shape.samples,
  classes: golden.shape.classes,
})

export const goldenParameters = (golden: GoldenCase): Parameters => mapValues(golden.parameters, toFlat)

export const goldenStatistics = (golden: GoldenCase): BatchStatistics =>
  mapValues(golden.runningStatistics, toFlat) as unknown as BatchStatistics

export const goldenBatch = (golden: GoldenCase): LearnerBatch => ({
  examples: separateExamples(toFlat(golden.x), golden.shape.channels, golden.shape.samples),
  indices: Int32Array.from({ length: golden.shape.batch }, (_, i) => i),
  labels: Int32Array.from(golden.labels),
  noise: {
    kind: 'arrays',
    uniforms: golden.uniform === undefined ? null : toFlat(golden.uniform),
    dropoutMask: null,
  },
})

/** Worst error by quantity: max |Δ| / max |reference|. */
export type Errors = Readonly<Record<string, number>>

/** Logits, losses and every gradient of a learner against a golden case. */
export async function goldenErrors(learner: Learner, golden: GoldenCase): Promise<Errors> {
  const batch = goldenBatch(golden)
  await learner.load(goldenParameters(golden))
  if (!golden.training) {
    await learner.loadStatistics(goldenStatistics(golden))
    const logits = await learner.evaluate(batch.examples, batch.indices)
    return {
      logits: relativeError(logits, toFlat(golden.expected.logits)),
      crossEntropy: relativeError([classify(logits, batch.labels).crossEntropy], [golden.expected.crossEntropy]),
    }
  }
  const { temperature, threshold, penaltyWeight, expected } = golden
  const result = await learner.gradients(batch, { temperature, threshold, penaltyWeight, weightDecay: 0 })
  const errors: Record<string, number> = {
    logits: relativeError(result.logits, toFlat(expected.logits)),
    crossEntropy: relativeError([result.crossEntropy], [expected.crossEntropy]),
    penalty: Math.abs(result.penalty - expected.penalty),
  }
  for (const name of Object.keys(parameterShapes(learner.spec))) {
    const found = result.gradients[name]!
    errors[name] =
      name === 'bn1Beta' ? largest(found) / betaScale : relativeError(found, toFlat(expected.gradients![name]!))
  }
  return errors
}

/** Proves a backend on this machine before its first training; gives its worst relative error. Throws
 *  `learner/self-test` above the tolerance. */
export async function selfTest(
  createLearner: (spec: LearnerSpec) => Promise<Learner>,
  cases: readonly GoldenCase[],
): Promise<number> {
  let worst = 0
  for (const golden of cases) {
    const learner = await createLearner(goldenSpec(golden))
    const { backend } = learner
    const errors = await goldenErrors(learner, golden).finally(() => learner.dispose())
    worst = Math.max(worst, ...Object.values(errors))
    for (const [name, error] of Object.entries(errors)) {
      if (error <= selfTestTolerance) continue
      throw new AppError({
        code: 'learner/self-test',
        message: `The ${backend} backend failed its self-test: ${name} of ${golden.name} is off by ${error.toExponential(1)}, allowed is ${selfTestTolerance}.`,
        hint: 'Choose another backend in Settings; this one computes wrongly on this computer.',
        values: { backend, name, case: golden.name, error },
      })
    }
  }
  return worst
}

/** max |Δ| / max |reference|; NaN counts as infinitely wrong. */
export function relativeError(found: ArrayLike<number>, reference: ArrayLike<number>): number {
  if (found.length !== reference.length) return Infinity
  return largest(Array.from(found, (value, i) => value - reference[i]!)) / largest(reference)
}

function largest(values: ArrayLike<number>): number {
  let result = 0
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]!)
    if (!(size <= result)) result = Number.isNaN(size) ? Infinity : size
  }
  return result
}

export function toFlat(nested: Nested): Float32Array {
  const flat: number[] = []
  const visit = (value: Nested): void => {
    if (typeof value === 'number') flat.push(value)
    else for (const inner of value) visit(inner)
  }
  visit(nested)
  return Float32Array.from(flat)
}

const mapValues = <A, B>(record: Readonly<Record<string, A>>, f: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value)]))
