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
import type { Samples } from '../../domain/units'
import { createBandCovariances } from './bandCovariances'
import { fitDiscriminant } from './discriminant'
import { classicalFeatureCount, createFeatureMap, type FeatureBasis } from './features'
import { bandCount } from './filterBank'
import type { LabelledTable } from './labelledTable'
import { fitLogistic } from './logisticRegression'
import { commonSpatialPatterns } from './spatialPatterns'
import { riemannianMean } from './tangentSpace'

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
export function trainClassical(spec: ClassicalSpec, task: ClassicalTask): TrainedClassical {
  return fitClassical(spec, { ...task, covariances: windowCovariances(spec, task.examples, task.hop) })
}

/** Covariances `[example][band]` of every window, with the bits that the decoder will find. Crops of one trial that stand in
 *  order of time, whole hops apart, share the work on the signal they share. */
export function windowCovariances(spec: CovarianceSpec, examples: Examples, hop: Samples): Float64Array[][] {
  const { channels, samples, count, signalOf, startOf } = examples
  const bands = createBandCovariances(spec, { channels, samples, hop })
  let origin = 0
  return Array.from({ length: count }, (_, example) => {
    const start = startOf[example]!
    const data = gatherExamples(examples, Int32Array.of(example))
    const ahead = signalOf[example] === signalOf[example - 1] ? start - startOf[example - 1]! : 0
    const follows = ahead > 0 && ahead < samples && ahead % hop === 0
    if (!follows) {
      bands.restart()
      origin = start
    }
    bands.take(data, follows ? samples - ahead : 0)
    return bands.read(start - origin)
  })
}

export interface CovarianceTask {
  /** `[example][band]`, each `[channel, channel]`. */
  readonly covariances: readonly (readonly Float64Array[])[]
  readonly labels: Int32Array
  readonly classes: number
}

/** The part of learning after the covariances: what a search over electrodes repeats. */
export function fitClassical(spec: ClassicalSpec, task: CovarianceTask): TrainedClassical {
  return spec.kind === 'lda' ? fitLda(spec, task) : fitRiemann(spec, task)
}

function fitLda(spec: LdaSpec, task: CovarianceTask): TrainedLda {
  const { patterns } = spec
  const filters = patterns === null ? [] : byBand(spec, task, (band) => commonSpatialPatterns(band, patterns))
  const basis = { ...spec, filters }
  return { ...basis, scores: fitDiscriminant(toTable(basis, task), spec.shrinkage) }
}

function fitRiemann(spec: RiemannSpec, task: CovarianceTask): TrainedRiemann {
  const means = byBand(spec, task, ({ covariances }) => riemannianMean(covariances))
  const basis = { ...spec, means }
  return { ...basis, scores: fitLogistic(toTable(basis, task), spec.strength) }
}

type BandTask = Parameters<typeof commonSpatialPatterns>[0]

function byBand(
  { bank }: ClassicalSpec,
  { covariances, labels, classes }: CovarianceTask,
  learn: (band: BandTask) => Float64Array,
): Float64Array[] {
  return Array.from({ length: bandCount(bank) }, (_, band) =>
    learn({ covariances: covariances.map((bands) => bands[band]!), labels, classes }),
  )
}

function toTable(basis: FeatureBasis, { covariances, labels, classes }: CovarianceTask): LabelledTable {
  const bands = covariances[0]!.length
  const channels = Math.sqrt(covariances[0]![0]!.length)
  const features = classicalFeatureCount(basis, bands, channels)
  const map = createFeatureMap(basis, bands, channels)
  const values = new Float64Array(covariances.length * features)
  covariances.forEach((windowBands, i) => values.set(map(windowBands), i * features))
  return { values, features, labels, classes }
}
