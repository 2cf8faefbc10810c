import { describe, expect, test } from 'vitest'
import type { ClassicalSpec } from '../../domain/decoder'
import { createRandom } from '../../domain/random'
import { separateExamples } from '../../domain/examples'
import { estimateCovariance } from '../../model/classical/covariance'
import { defaultClassical } from '../../model/classical/defaults'
import { createFeatureMap } from '../../model/classical/features'
import { fitClassical } from '../../model/classical/trainClassical'
import type { SelectionData } from '../selectors/selector'
import { cut } from './candidateData'
import { averagedAnswer, createClassicalScorer, type ScoreTask } from './setScorer'
import { createSetCovariances } from './setCovariances'
import { cropsOfTrials, teachingCrops } from './teaching'

const sites = 7
const samples = 40

/** Three classes that differ in the power of one site each; two crops a trial. */
function plant(trials: number): SelectionData {
  const random = createRandom(11)
  const classOfTrial = Int32Array.from({ length: trials }, (_, trial) => trial % 3)
  const crops = Int32Array.from({ length: 2 * trials }, (_, crop) => Math.floor(crop / 2))
  const covariances = Array.from(crops, (trial) => {
    const covariance = new Float64Array(sites * sites)
    for (let k = 0; k < samples; k++) {
      const row = Array.from({ length: sites }, (_, site) => random.normal() * (site === classOfTrial[trial] ? 1.3 : 1))
      for (let i = 0; i < sites * sites; i++)
        covariance[i]! += (row[Math.floor(i / sites)]! * row[i % sites]!) / samples
    }
    return [covariance]
  })
  return {
    candidates: Array.from({ length: sites }, (_, site) => `E${site}`),
    examples: separateExamples(new Float32Array(crops.length * sites), sites, 1),
    trialOfExample: crops,
    classOfTrial,
    groupOfTrial: new Int32Array(trials),
    classes: 3,
    sampleRate: 160,
    covariances,
    covarianceSamples: samples,
  }
}

/** The same without anything that is kept or shared. */
function plainly(
  data: SelectionData,
  spec: ClassicalSpec,
  { sites: set, training, held, labels }: ScoreTask,
): number[] {
  const covariances = (crop: number): Float64Array[] =>
    data.covariances[crop]!.map((whole) =>
      estimateCovariance(
        { covariance: cut(whole, set, sites), channels: set.length, count: samples, quartic: NaN },
        spec.covariance,
      ),
    )
  const cropsOf = cropsOfTrials(data)
  const crops = training.flatMap((trial) => cropsOf[trial]!)
  const decoder = fitClassical(spec, {
    covariances: crops.map(covariances),
    labels: Int32Array.from(crops, (crop) => labels[data.trialOfExample[crop]!]!),
    classes: 3,
  })
  const { weight, bias } = decoder.scores
  return held.map((trial) =>
    averagedAnswer(
      cropsOf[trial]!.map((crop) => {
        const features = createFeatureMap(decoder, 1, set.length)(covariances(crop))
        return Array.from(bias, (start, c) =>
          features.reduce((sum, x, i) => sum + weight[c * features.length + i]! * x, start),
        )
      }),
    ),
  )
}

describe('answers to held trials', () => {
  const data = plant(60)
  const trials = [...data.classOfTrial.keys()]
  const folds = [0, 1, 2].map((part) => ({
    held: trials.filter((trial) => trial % 3 === part || trial < 6),
    training: trials.filter((trial) => trial >= 12),
  }))

  test.each(['lda', 'riemann'] as const)('%s: what is kept between folds changes none of them', async (kind) => {
    const spec = defaultClassical(kind, data.sampleRate)
    const scorer = createClassicalScorer(data, spec)
    for (const set of [
      [0, 1, 2, 3],
      [0, 1, 2, 3, 4, 5, 6],
      [5, 2],
      [0, 1, 2, 3],
    ]) {
      for (const fold of folds) {
        const task = { ...fold, sites: set, labels: data.classOfTrial }
        expect(await scorer.answer(task)).toEqual(plainly(data, spec, task))
      }
    }
  })

  test('covariances of a set are those that the estimator gives, to the bit, and are not cut twice', () => {
    const of = createSetCovariances(data, { covariance: 'oas' })
    const set = [6, 1, 4]
    const whole = data.covariances[3]![0]!
    const moments = { covariance: cut(whole, set, sites), channels: 3, count: samples, quartic: NaN }
    const [first] = of(set)(3)
    expect(first).toEqual(estimateCovariance(moments, 'oas'))
    of([0, 1])(3)
    expect(of(set)(3)[0]).toBe(first)
  })

  test('a long fit can be stopped between two pieces', async () => {
    const stop = createClassicalScorer(data, defaultClassical('riemann', 160), (pieces) => {
      pieces.next()
      return Promise.reject(new Error('stopped'))
    })
    await expect(stop.answer({ ...folds[0]!, sites: [0, 1], labels: data.classOfTrial })).rejects.toThrow('stopped')
  })
})

describe('crops that teach', () => {
  const cropsOf = [
    [0, 1],
    [2, 3],
    [4, 5],
    [6, 7],
    [8, 9],
  ]

  test('come once each where all trials are alike', () => {
    expect(teachingCrops(cropsOf, { training: [0, 2] })).toEqual([0, 1, 4, 5])
    expect(teachingCrops(cropsOf, { training: [0, 2], own: [0, 2] })).toEqual([0, 1, 4, 5])
  })

  test('of a person weigh as much as those of all others, whoever has more', () => {
    expect(teachingCrops(cropsOf, { training: [0, 1, 2, 3, 4], own: [3, 4] })).toEqual([
      ...[0, 1, 2, 3, 4, 5],
      ...[6, 6, 7, 8, 8, 9],
    ])
    expect(teachingCrops(cropsOf, { training: [0, 1, 2], own: [1, 2] })).toEqual([0, 0, 1, 1, 2, 3, 4, 5])
  })
})
