import { describe, expect, test } from 'vitest'
import { rhythms } from '../../../../test/support/classicalModel'
import { gatherExamples, separateExamples } from '../../domain/examples'
import { createRandom, type Random } from '../../domain/random'
import { createBandCovariances } from './bandCovariances'
import { ledoitWolfShrinkage, oasShrinkage } from './covariance'
import { fitDiscriminant } from './discriminant'
import { designFilterBank, motorBank } from './filterBank'
import { jointDiagonaliser } from './jointDiagonaliser'
import { fitLogistic } from './logisticRegression'
import { centre, momentsOf } from './moments'
import { compose, decompose, sandwich, squareRoot } from './symmetric'
import { createTangentSpace, riemannianMean } from './tangentSpace'
import { trainClassical, windowCovariances } from './trainClassical'

const codeOf = (work: () => unknown): unknown => {
  try {
    work()
    return null
  } catch (thrown) {
    return (thrown as { code?: string }).code
  }
}

/** A well-conditioned positive definite matrix. */
function positive(size: number, random: Random): Float64Array {
  const factor = Float64Array.from({ length: size * size }, () => random.normal())
  const identity = Float64Array.from(factor, (_, i) => (i % (size + 1) === 0 ? 0.5 : 0))
  return sandwich(factor, identity).map((value, i) => value + identity[i]!)
}

const closeTo = (found: Float64Array, expected: Float64Array, digits = 8): void =>
  found.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, digits))

describe('shrinkage', () => {
  test('is estimated as by the definition, sample by sample, however far the mean is from zero', () => {
    const random = createRandom(5)
    const [count, channels] = [40, 5]
    const rows = Float64Array.from({ length: count * channels }, (_, i) => random.normal() * (1 + (i % channels)) + 7)
    const moments = centre(momentsOf(rows, channels), channels, count)
    const means = Array.from(
      { length: channels },
      (_, c) => rows.filter((_, i) => i % channels === c).reduce((a, b) => a + b) / count,
    )
    const samples = Array.from({ length: count }, (_, t) => means.map((mean, c) => rows[t * channels + c]! - mean))
    let quartic = 0
    const covariance = new Float64Array(channels * channels)
    for (const sample of samples) {
      quartic += sample.reduce((sum, value) => sum + value * value, 0) ** 2
      sample.forEach((a, i) => sample.forEach((b, j) => (covariance[i * channels + j]! += (a * b) / count)))
    }
    closeTo(moments.covariance, covariance)
    expect(moments.quartic / quartic).toBeCloseTo(1, 10)
  })

  test('never goes beyond whole, however few the samples', () => {
    // Two samples of four channels: by the formula alone the noise would outweigh all there is.
    const moments = centre(momentsOf(Float64Array.of(1, 2, 0.5, -1, 0.9, -1.8, 0.6, 1.2), 4), 4, 2)
    const tame = { ...moments, quartic: 100 * moments.quartic }
    expect(ledoitWolfShrinkage(tame)).toBe(1)
    expect(ledoitWolfShrinkage(moments)).toBeLessThanOrEqual(1)
  })

  test('is whole for a covariance that is a multiple of the identity, and none for endless samples', () => {
    const identity = Float64Array.of(2, 0, 0, 2)
    expect(oasShrinkage({ covariance: identity, channels: 2, count: 50, quartic: 100 })).toBe(1)
    const stretched = Float64Array.of(9, 0, 0, 1)
    expect(ledoitWolfShrinkage({ covariance: stretched, channels: 2, count: 1e9, quartic: 2e11 })).toBeLessThan(1e-6)
    expect(oasShrinkage({ covariance: stretched, channels: 2, count: 1e9, quartic: 2e11 })).toBeLessThan(1e-6)
  })
})

describe('the Riemannian mean', () => {
  const random = createRandom(3)
  const set = Array.from({ length: 12 }, () => positive(4, random))

  test('of two matrices is the middle of their geodesic', () => {
    const [a, b] = [set[0]!, set[1]!]
    const root = compose(decompose(a), squareRoot)
    const inverse = compose(decompose(root), (value) => 1 / value)
    const middle = sandwich(root, compose(decompose(sandwich(inverse, b)), squareRoot))
    closeTo(riemannianMean([a, b]), middle)
  })

  test('moves with a change of the electrodes’ basis', () => {
    const basis = Float64Array.from({ length: 16 }, (_, i) => random.normal() + (i % 5 === 0 ? 2 : 0))
    const moved = riemannianMean(set.map((matrix) => sandwich(basis, matrix)))
    const expected = sandwich(basis, riemannianMean(set))
    expected.forEach((value, i) => expect(moved[i]! / Math.abs(value)).toBeCloseTo(Math.sign(value), 7))
  })

  test('has the coordinates of all matrices sum to zero around it', () => {
    const toTangent = createTangentSpace(riemannianMean(set))
    const sum = new Float64Array(10)
    for (const matrix of set) {
      const own = new Float64Array(10)
      toTangent(matrix, own, 0)
      own.forEach((value, i) => (sum[i]! += value))
    }
    closeTo(sum, new Float64Array(10))
  })
})

test('matrices that one basis makes diagonal are made diagonal', () => {
  const random = createRandom(9)
  const basis = Float64Array.from({ length: 25 }, () => random.normal())
  const set = Array.from({ length: 4 }, () =>
    sandwich(
      basis,
      Float64Array.from({ length: 25 }, (_, i) => (i % 6 === 0 ? 0.5 + 2 * random.next() : 0)),
    ),
  )
  const found = jointDiagonaliser(set)
  for (const matrix of set) {
    const turned = sandwich(found, matrix)
    turned.forEach((value, i) => {
      if (i % 6 === 0) return
      const scale = Math.sqrt(turned[Math.floor(i / 5) * 6]! * turned[(i % 5) * 6]!)
      expect(Math.abs(value) / scale).toBeLessThan(1e-7)
    })
  }
})

describe('logistic regression', () => {
  const random = createRandom(4)
  const labels = Int32Array.from({ length: 90 }, (_, i) => i % 3)
  const values = Float64Array.from(
    { length: 90 * 5 },
    (_, i) => random.normal() + (labels[Math.floor(i / 5)] === i % 5 ? 1 : 0),
  )
  const table = { values, features: 5, labels, classes: 3 }

  test('ends where the gradient by finite differences is zero', () => {
    const { weight, bias } = fitLogistic(table, 0.7)
    const loss = (w: Float64Array, b: Float64Array): number => {
      let sum = w.reduce((total, value) => total + (value * value) / 2, 0)
      labels.forEach((label, i) => {
        const scores = [0, 1, 2].map((c) =>
          [0, 1, 2, 3, 4].reduce((total, f) => total + w[c * 5 + f]! * values[i * 5 + f]!, b[c]!),
        )
        sum += 0.7 * (Math.log(scores.reduce((total, score) => total + Math.exp(score), 0)) - scores[label]!)
      })
      return sum
    }
    const nudged = (array: Float64Array, i: number, by: number) =>
      array.map((value, k) => (k === i ? value + by : value))
    for (let i = 0; i < 15; i++) {
      const slope = (loss(nudged(weight, i, 1e-4), bias) - loss(nudged(weight, i, -1e-4), bias)) / 2e-4
      expect(Math.abs(slope)).toBeLessThan(1e-6)
    }
    for (let c = 0; c < 3; c++) {
      const slope = (loss(weight, nudged(bias, c, 1e-4)) - loss(weight, nudged(bias, c, -1e-4))) / 2e-4
      expect(Math.abs(slope)).toBeLessThan(1e-6)
    }
  })

  test('stays finite where the classes are far apart', () => {
    const far = Float64Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? -1e3 : 1e3))
    const apart = { values: far, features: 1, labels: Int32Array.from(far, (value) => (value > 0 ? 1 : 0)), classes: 2 }
    const { weight, bias } = fitLogistic(apart, 1)
    expect(weight[1]!).toBeGreaterThan(0)
    expect([...weight, ...bias].every(Number.isFinite)).toBe(true)
  })
})

test('a feature that never varies is left out of a discriminant', () => {
  const labels = Int32Array.from({ length: 20 }, (_, i) => i % 2)
  const random = createRandom(1)
  const values = Float64Array.from({ length: 40 }, (_, i) =>
    i % 2 === 0 ? 3 : random.normal() + 2 * labels[Math.floor(i / 2)]!,
  )
  for (const shrinkage of ['ledoit-wolf', 0] as const) {
    const { weight, bias } = fitDiscriminant({ values, features: 2, labels, classes: 2 }, shrinkage)
    expect([...weight, ...bias].every(Number.isFinite)).toBe(true)
    expect(weight[3]! - weight[1]!).toBeGreaterThan(0.5)
    expect(Math.abs(weight[2]! - weight[0]!)).toBeLessThan(1e-9)
  }
})

describe('learning', () => {
  const labels = Int32Array.from({ length: 24 }, (_, i) => i % 3)
  const examples = separateExamples(rhythms(labels, 4, 200), 4, 200)
  const task = { examples, labels, classes: 3, hop: 20 }
  const bank = motorBank(160)

  test.each([
    { kind: 'riemann', bank, covariance: 'oas', strength: 1 },
    { kind: 'lda', bank, covariance: 'oas', patterns: null, shrinkage: 'ledoit-wolf' },
    { kind: 'lda', bank, covariance: 'empirical', patterns: 3, shrinkage: 0.1 },
  ] as const)('gives the same numbers twice, all of them finite, with a dead channel too ($kind)', (spec) => {
    const learned = trainClassical(spec, task)
    expect(trainClassical(spec, task)).toEqual(learned)
    const dead = rhythms(labels, 4, 200).map((value, i) => (Math.floor(i / 200) % 4 === 3 ? 0 : value))
    const { scores } = trainClassical(spec, { ...task, examples: separateExamples(dead, 4, 200) })
    expect([...scores.weight, ...scores.bias].every(Number.isFinite)).toBe(true)
  })

  test('crops that share a trial’s signal have the covariances of separate ones', () => {
    const signals = [rhythms(Int32Array.of(1), 3, 400, 1), rhythms(Int32Array.of(0), 3, 300, 2)]
    const places: [signal: number, start: number][] = [
      ...[0, 20, 60, 65, 200, 0].map((at): [number, number] => [0, at]),
      [1, 20],
      [1, 100],
    ]
    const shared = {
      ...{ count: places.length, channels: 3, samples: 200, signals },
      signalOf: Int32Array.from(places, ([signal]) => signal),
      startOf: Int32Array.from(places, ([, start]) => start),
    }
    const apart = separateExamples(gatherExamples(shared, Int32Array.from(places.keys())), 3, 200)
    const spec = { bank, covariance: 'ledoit-wolf' } as const
    expect(windowCovariances(spec, shared, 20)).toEqual(windowCovariances(spec, apart, 20))
  })

  test('filters see nothing of what lies outside the band', () => {
    const tone = (hertz: number) =>
      Float32Array.from({ length: 400 }, (_, t) => Math.sin((2 * Math.PI * hertz * t) / 160))
    const power = (hertz: number) =>
      windowCovariances({ bank, covariance: 'empirical' }, separateExamples(tone(hertz), 1, 400), 20)[0]![0]![0]!
    expect(power(19)).toBeCloseTo(0.5, 2)
    expect(power(50)).toBeLessThan(1e-4)
    expect(power(1)).toBeLessThan(0.01)
  })

  test('refuses bands above half the rate and filters longer than the window', () => {
    expect(codeOf(() => designFilterBank({ ...bank, bands: [[8, 90]] }))).toBe('signal/bad-spec')
    expect(codeOf(() => designFilterBank({ ...bank, taps: 48 }))).toBe('signal/bad-spec')
    const shape = { channels: 2, samples: 49, hop: 10 }
    expect(codeOf(() => createBandCovariances({ bank, covariance: 'oas' }, shape))).toBe('signal/bad-spec')
  })
})
