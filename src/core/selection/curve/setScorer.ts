import type { ClassicalSpec } from '../../domain/decoder'
import { estimateCovariance } from '../../model/classical/covariance'
import { createFeatureMap } from '../../model/classical/features'
import { bandCount } from '../../model/classical/filterBank'
import { fitClassical } from '../../model/classical/trainClassical'
import { toLogProbabilities } from '../../model/losses'
import { cut } from './candidateData'
import type { SelectionData } from '../selectors/selector'

/** Which trials teach and which are answered; labels may be a control's. */
export interface ScoreTask {
  /** Indices among the candidates; their order does not matter to the answers. */
  readonly sites: readonly number[]
  readonly training: readonly number[]
  readonly held: readonly number[]
  /** What the training trials are said to be, `[trial]`. */
  readonly labels: ArrayLike<number>
}

/** Class index for every held trial, in their order. */
export type Answers = readonly number[]

/** Answers trials with a decoder that saw the chosen electrodes alone. */
export interface SetScorer {
  answer(task: ScoreTask): Promise<Answers>
}

/**
 * The classical decoders as they run online: learned from every crop of the training trials; a trial's answer is the class with
 * the largest log-probability averaged over its crops. The covariances of a set are cut out of those of all candidates and shrunk
 * alone, so nothing but the set's own signal is in them.
 * @throws RangeError for an estimator that needs more than the covariance
 */
export function createClassicalScorer(data: SelectionData, spec: ClassicalSpec): SetScorer {
  if (spec.covariance === 'ledoit-wolf')
    throw new RangeError('Cut-out covariances can be shrunk by OAS, or not at all.')
  const cropsOf = cropsOfTrials(data)
  return {
    answer({ sites, training, held, labels }) {
      const cut = (crop: number): Float64Array[] => cutOut(data, crop, { sites, spec })
      const crops = training.flatMap((trial) => cropsOf[trial]!)
      const decoder = fitClassical(spec, {
        covariances: crops.map(cut),
        labels: Int32Array.from(crops, (crop) => labels[data.trialOfExample[crop]!]!),
        classes: data.classes,
      })
      const toFeatures = createFeatureMap(decoder, bandCount(spec.bank), sites.length)
      const toScores = (crop: number): number[] => linearScores(decoder.scores, toFeatures(cut(crop)))
      return Promise.resolve(held.map((trial) => averagedAnswer(cropsOf[trial]!.map(toScores))))
    },
  }
}

function cutOut(
  data: SelectionData,
  crop: number,
  { sites, spec }: { readonly sites: readonly number[]; readonly spec: ClassicalSpec },
): Float64Array[] {
  const all = data.candidates.length
  return data.covariances[crop]!.map((whole) => {
    const covariance = cut(whole, sites, all)
    const moments = { covariance, channels: sites.length, count: data.covarianceSamples, quartic: NaN }
    return estimateCovariance(moments, spec.covariance)
  })
}

function linearScores(
  { weight, bias }: { weight: Float64Array; bias: Float64Array },
  features: Float64Array,
): number[] {
  return Array.from(bias, (start, label) => {
    let sum = start
    for (let i = 0; i < features.length; i++) sum += weight[label * features.length + i]! * features[i]!
    return sum
  })
}

/** The class with the largest sum of log-probabilities over a trial's crops; the first one where two are equal. */
export function averagedAnswer(scores: readonly (readonly number[])[]): number {
  const classes = scores[0]!.length
  const sums = new Float64Array(classes)
  for (const crop of scores) {
    toLogProbabilities(Float32Array.from(crop), classes).forEach((value, label) => (sums[label]! += value))
  }
  return sums.indexOf(Math.max(...sums))
}

/** Crops of each trial, in order of time. */
export function cropsOfTrials({ trialOfExample, classOfTrial }: SelectionData): number[][] {
  const crops = Array.from(classOfTrial, (): number[] => [])
  trialOfExample.forEach((trial, crop) => crops[trial]!.push(crop))
  return crops
}
