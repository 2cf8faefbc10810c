import type {
  ClassicalSpec,
  CovarianceSpec,
  LdaSpec,
  RiemannSpec,
  TrainedClassical,
  TrainedLda,
  TrainedRiemann,
} from '../../domain/decoder'
import { gatherExamples, type Examples } from '../../domain/examples'
import { finish, type InPieces } from '../../domain/pieces'
import type { Samples } from '../../domain/units'
import { createBandCovariances } from './bandCovariances'
import { fitDiscriminant } from './discriminant'
import { classicalFeatureCount, createFeatureMap, type FeatureBasis } from './features'
import { bandCount } from './filterBank'
import type { LabelledTable } from './labelledTable'
import { fitLogisticInPieces } from './logisticRegression'
import { commonSpatialPatternsInPieces, type LabelledCovariances } from './spatialPatterns'
import { riemannianMeanInPieces } from './tangentSpace'

/** Windows to learn from. */
export interface ClassicalTask {
  readonly examples: Examples
  /** Class of each example, 0 … classes − 1; every class at least once. */
  readonly labels: Int32Array
  readonly classes: number
  /** Of the pipeline that the decoder will run behind. */
  readonly hop: Samples
}

/**
 * Learns a classical decoder; the same task gives the same bits.
 * @throws AppError `signal/bad-spec` when the filters fit neither rate nor window
 */
export const trainClassical = (spec: ClassicalSpec, task: ClassicalTask): TrainedClassical =>
  finish(trainClassicalInPieces(spec, task))

/** The same for whoever may have to stop: 64 electrodes take most of a minute. */
export function* trainClassicalInPieces(spec: ClassicalSpec, task: ClassicalTask): InPieces<TrainedClassical> {
  const covariances = yield* windowCovariancesInPieces(spec, task.examples, task.hop)
  return yield* fitClassicalInPieces(spec, { ...task, covariances })
}

/** Covariances `[example][band]` of every window, with the bits that the decoder will find. Crops of one trial that stand in
 *  order of time, whole hops apart, share the work on the signal they share. */
export const windowCovariances = (spec: CovarianceSpec, examples: Examples, hop: Samples): Float64Array[][] =>
  finish(windowCovariancesInPieces(spec, examples, hop))

/** The same in pieces of one window. */
export function* windowCovariancesInPieces(
  spec: CovarianceSpec,
  examples: Examples,
  hop: Samples,
): InPieces<Float64Array[][]> {
  const { channels, samples, count, signalOf, startOf } = examples
  const bands = createBandCovariances(spec, { channels, samples, hop })
  const covariances: Float64Array[][] = []
  let origin = 0
  for (let example = 0; example < count; example++) {
    const start = startOf[example]!
    const data = gatherExamples(examples, Int32Array.of(example))
    const ahead = signalOf[example] === signalOf[example - 1] ? start - startOf[example - 1]! : 0
    const follows = ahead > 0 && ahead < samples && ahead % hop === 0
    if (!follows) {
      bands.restart()
      origin = start
    }
    bands.take(data, follows ? samples - ahead : 0)
    covariances.push(bands.read(start - origin))
    yield
  }
  return covariances
}

export interface CovarianceTask {
  /** `[example][band]`, each `[channel, channel]`. */
  readonly covariances: readonly (readonly Float64Array[])[]
  readonly labels: Int32Array
  readonly classes: number
}

/** The part of learning after the covariances: what a search over electrodes repeats. */
export const fitClassical = (spec: ClassicalSpec, task: CovarianceTask): TrainedClassical =>
  finish(fitClassicalInPieces(spec, task))

/** The same in pieces. */
export const fitClassicalInPieces = (spec: ClassicalSpec, task: CovarianceTask): InPieces<TrainedClassical> =>
  spec.kind === 'lda' ? fitLda(spec, task) : fitRiemann(spec, task)

function* fitLda(spec: LdaSpec, task: CovarianceTask): InPieces<TrainedLda> {
  const { patterns } = spec
  const filters: Float64Array[] = []
  for (const band of patterns === null ? [] : bandsOf(spec, task)) {
    filters.push(yield* commonSpatialPatternsInPieces(band, patterns!))
    yield
  }
  const basis = { ...spec, filters }
  return { ...basis, scores: fitDiscriminant(yield* toTable(basis, task), spec.shrinkage) }
}

function* fitRiemann(spec: RiemannSpec, task: CovarianceTask): InPieces<TrainedRiemann> {
  const means: Float64Array[] = []
  for (const { covariances } of bandsOf(spec, task)) means.push(yield* riemannianMeanInPieces(covariances))
  const basis = { ...spec, means }
  return { ...basis, scores: yield* fitLogisticInPieces(yield* toTable(basis, task), spec.strength) }
}

/** What there is to learn from in each band. */
const bandsOf = ({ bank }: ClassicalSpec, { covariances, labels, classes }: CovarianceTask): LabelledCovariances[] =>
  Array.from({ length: bandCount(bank) }, (_, band) => ({
    covariances: covariances.map((bands) => bands[band]!),
    labels,
    classes,
  }))

function* toTable(basis: FeatureBasis, { covariances, labels, classes }: CovarianceTask): InPieces<LabelledTable> {
  const bands = covariances[0]!.length
  const channels = Math.sqrt(covariances[0]![0]!.length)
  const features = classicalFeatureCount(basis, bands, channels)
  const map = createFeatureMap(basis, bands, channels)
  const values = new Float64Array(covariances.length * features)
  for (const [i, windowBands] of covariances.entries()) {
    values.set(map(windowBands), i * features)
    yield
  }
  return { values, features, labels, classes }
}
