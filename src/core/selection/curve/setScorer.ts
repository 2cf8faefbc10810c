import type { ClassicalSpec } from '../../domain/decoder'
import { finish, type InPieces } from '../../domain/pieces'
import { createFeatureMap } from '../../model/classical/features'
import { bandCount } from '../../model/classical/filterBank'
import { fitClassicalInPieces } from '../../model/classical/trainClassical'
import { toLogProbabilities } from '../../model/losses'
import type { SelectionData } from '../selectors/selector'
import { createSetCovariances } from './setCovariances'
import { cropsOfTrials, teachingCrops, type Teaching } from './teaching'

/** Which trials teach and which are answered; labels may be a control's. */
export interface ScoreTask extends Teaching {
  /** Indices among the candidates; their order does not matter to the answers. */
  readonly sites: readonly number[]
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

/** Runs a long computation; who may have to stop rests between its pieces. */
export type RunPieces = <Result>(pieces: InPieces<Result>) => Promise<Result>

const inOneGo: RunPieces = (pieces) => Promise.resolve(finish(pieces))

/**
 * The classical decoders as they run online: learned from every crop of the training trials; a trial's answer is the class with
 * the largest log-probability averaged over its crops. Rejects with what `run` throws between two pieces.
 * @throws RangeError for an estimator that needs more than the covariance
 */
export function createClassicalScorer(data: SelectionData, spec: ClassicalSpec, run: RunPieces = inOneGo): SetScorer {
  const covariancesOf = createSetCovariances(data, spec)
  const cropsOf = cropsOfTrials(data)
  function* answerInPieces(task: ScoreTask): InPieces<Answers> {
    const { sites, held, labels } = task
    const covariances = covariancesOf(sites)
    const crops = teachingCrops(cropsOf, task)
    const decoder = yield* fitClassicalInPieces(spec, {
      covariances: crops.map(covariances),
      labels: Int32Array.from(crops, (crop) => labels[data.trialOfExample[crop]!]!),
      classes: data.classes,
    })
    const toFeatures = createFeatureMap(decoder, bandCount(spec.bank), sites.length)
    const answers: number[] = []
    for (const trial of held) {
      const scores = cropsOf[trial]!.map((crop) => linearScores(decoder.scores, toFeatures(covariances(crop))))
      answers.push(averagedAnswer(scores))
      yield
    }
    return answers
  }
  return { answer: (task) => run(answerInPieces(task)) }
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
