import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createClassifier } from '../../../src/core/decoder/classifier'
import type { ClassicalSpec, CovarianceEstimator } from '../../../src/core/domain/decoder'
import { separateExamples } from '../../../src/core/domain/examples'
import { fitDiscriminant } from '../../../src/core/model/classical/discriminant'
import { designFilterBank } from '../../../src/core/model/classical/filterBank'
import type { LabelledTable } from '../../../src/core/model/classical/labelledTable'
import { commonSpatialPatterns } from '../../../src/core/model/classical/spatialPatterns'
import { createTangentSpace, riemannianMean } from '../../../src/core/model/classical/tangentSpace'
import { trainClassical, windowCovariances } from '../../../src/core/model/classical/trainClassical'
import { randomModel } from '../../support/model'

type Nested = number | readonly Nested[]
const read = (name: string) => JSON.parse(readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8'))
const flat = (value: Nested): number[] => (typeof value === 'number' ? [value] : value.flatMap(flat))

/** Largest difference, on the scale of the largest value. */
function error(found: ArrayLike<number>, expected: Nested): number {
  const wanted = flat(expected)
  expect(found.length).toBe(wanted.length)
  const scale = Math.max(...wanted.map(Math.abs))
  return Math.max(...wanted.map((value, i) => Math.abs(found[i]! - value))) / scale
}

const { channels, sampleRate, samples, labels, microvolts } = read('trials')
const golden = read('covariances')
const bytes = Buffer.from(microvolts, 'base64')
const x = Float32Array.from(new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2))
const size = channels.length * samples
const bank = { sampleRate, taps: golden.taps, bands: golden.bands }
const hop = 16

/** Examples of the first classes with their labels. */
function task(classes: number) {
  const chosen = [...(labels as number[]).keys()].filter((i) => labels[i] < classes)
  const signal = Float32Array.from(chosen.flatMap((i) => [...x.subarray(i * size, (i + 1) * size)]))
  const examples = separateExamples(signal, channels.length, samples)
  return { examples, labels: Int32Array.from(chosen, (i) => labels[i]), classes, hop }
}

const estimators: CovarianceEstimator[] = ['empirical', 'oas', 'ledoit-wolf']

describe('covariances, against scikit-learn', () => {
  test('band-passes are those of SciPy', () => {
    designFilterBank(bank).forEach((filter, band) => expect(error(filter, golden.filters[band])).toBeLessThan(1e-12))
  })

  test.each(estimators)('%s, of the window as it is and of its bands', (covariance) => {
    const plain = windowCovariances({ bank: { ...bank, taps: 1 }, covariance }, task(4).examples, hop)
    const filtered = windowCovariances({ bank, covariance }, task(4).examples, hop)
    ;(golden.trials as number[]).forEach((trial, i) => {
      expect(error(plain[trial]![0]!, golden.unfiltered[covariance][i])).toBeLessThan(1e-9)
      filtered[trial]!.forEach((found, band) =>
        expect(error(found, golden.filtered[covariance][i][band])).toBeLessThan(1e-9),
      )
    })
  })
})

/** Log-probabilities of all examples by a decoder that was learned from them, through the classifier that a stream uses. */
function decode(spec: ClassicalSpec, classes: number): number[] {
  const learned = trainClassical(spec, task(classes))
  const names = Array.from({ length: classes }, (_, c) => `class-${c}`)
  const model = { ...randomModel({ electrodes: channels, classes: names, window: samples, hop }), decoder: learned }
  const classify = createClassifier(model)
  const { examples } = task(classes)
  return examples.signals.flatMap((signal) => [...classify(signal)])
}

describe('the tangent space, against pyriemann and scikit-learn', () => {
  const expected = read('riemann')
  const covariances = windowCovariances({ bank, covariance: 'oas' }, task(4).examples, hop)

  test('mean and coordinates', () => {
    const found = new Float64Array(72)
    const means = [0, 1].map((band) => riemannianMean(covariances.map((bands) => bands[band]!)))
    means.forEach((mean, band) => expect(error(mean, expected.means[band])).toBeLessThan(1e-9))
    ;(golden.trials as number[]).forEach((trial, i) => {
      means.forEach((mean, band) => createTangentSpace(mean)(covariances[trial]![band]!, found, band * 36))
      expect(error(found, expected.tangent[i])).toBeLessThan(1e-9)
    })
  })

  test.each([
    [4, '1.0'],
    [4, '0.05'],
    [2, '1.0'],
    [2, '10.0'],
  ])('%i classes, C = %s', (classes, c) => {
    const found = decode({ kind: 'riemann', bank, covariance: 'oas', strength: Number(c) }, classes)
    const wanted = (classes === 4 ? expected.four : expected.two)[c].logProbabilities
    expect(error(found, wanted)).toBeLessThan(1e-6)
  })
})

describe('discriminants, against scikit-learn', () => {
  const expected = read('discriminant')
  const spec = { kind: 'lda', bank, covariance: 'oas', patterns: null } as const

  test('log power of the bands', () => {
    const covariances = windowCovariances(spec, task(4).examples, hop)
    ;(golden.trials as number[]).forEach((trial, i) => {
      const power = covariances[trial]!.flatMap((c) => Array.from({ length: 8 }, (_, k) => Math.log(c[k * 9]!)))
      expect(error(power, expected.power[i])).toBeLessThan(1e-9)
    })
  })

  test.each(['ledoit-wolf', 0.3] as const)('four classes, shrinkage %s', (shrinkage) => {
    const found = decode({ ...spec, shrinkage }, 4)
    expect(error(found, expected.four[shrinkage].logProbabilities)).toBeLessThan(1e-6)
    if (shrinkage === 'ledoit-wolf') {
      expect(error(found, expected.four.eigen.logProbabilities)).toBeLessThan(1e-6)
    }
  })

  test('two classes', () => {
    const found = decode({ ...spec, shrinkage: 'ledoit-wolf' }, 2)
    expect(error(found, expected.two['ledoit-wolf'].logProbabilities)).toBeLessThan(1e-6)
  })

  test('without shrinkage it is the solver by singular values', () => {
    const covariances = windowCovariances(spec, task(4).examples, hop)
    const values = covariances.flatMap(([, high]) => [0, 1, 2, 3].map((k) => Math.log(high![k * 9]!)))
    const found = scoresOf({ values: Float64Array.from(values), features: 4, labels: task(4).labels, classes: 4 })
    expect(error(found, expected.svd.logProbabilities)).toBeLessThan(1e-6)
  })
})

function scoresOf(table: LabelledTable): number[] {
  const { weight, bias } = fitDiscriminant(table, 0)
  return [...table.labels.keys()].flatMap((i) => {
    const scores = [...bias].map((start, c) => {
      const row = weight.subarray(c * table.features, (c + 1) * table.features)
      return row.reduce((sum, value, f) => sum + value * table.values[i * table.features + f]!, start)
    })
    const total = Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0))
    return scores.map((score) => score - total)
  })
}

describe('common spatial patterns, against pyriemann', () => {
  const expected = read('patterns')

  test.each([
    ['two', 2],
    ['four', 4],
  ] as const)('%s classes', (name, classes) => {
    const { examples, labels: own } = task(classes)
    const covariances = windowCovariances({ bank, covariance: 'oas' }, examples, hop)
    for (const band of [0, 1]) {
      const data = { covariances: covariances.map((bands) => bands[band]!), labels: own, classes }
      const found = commonSpatialPatterns(data, 4)
      ;(expected[name].filters[band] as number[][]).forEach((filter, k) => {
        const mine = found.subarray(k * 8, (k + 1) * 8)
        const sign = Math.sign(mine.reduce((sum, value, i) => sum + value * filter[i]!, 0))
        expect(
          error(
            mine.map((value) => value * sign),
            filter,
          ),
          `filter ${k}`,
        ).toBeLessThan(1e-6)
      })
    }
    const spec = { kind: 'lda', bank, covariance: 'oas', patterns: 4, shrinkage: 'ledoit-wolf' } as const
    expect(error(decode(spec, classes), expected[name].logProbabilities)).toBeLessThan(1e-6)
  })
})
