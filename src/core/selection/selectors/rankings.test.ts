import { describe, expect, test } from 'vitest'
import { plantedData } from '../../../../test/support/plantedData'
import { noConstraints } from '../../domain/curve'
import { neverCancelled } from '../../domain/job'
import { createRandom } from '../../domain/random'
import { estimateCovariance } from '../../model/classical/covariance'
import { compose, decompose, inverseRoot, sandwich } from '../../model/classical/symmetric'
import { riemannianMean } from '../../model/classical/tangentSpace'
import { motorSites } from '../../montage/regions'
import { createSiteRules, obeys } from '../constraints'
import { compressedValues } from '../search/compression'
import { fisherScores } from './fisher'
import { mutualInformation } from './mutualInformation'
import { createRankingSelector, rankingMethods } from './ranking'
import { riemannDistanceRanks } from './riemannDistance'
import type { SelectorContext } from './selector'
import { trialCovariances, type TrialCovariances } from './trialCovariances'

const context: SelectorContext = {
  cancellation: neverCancelled,
  pause: () => Promise.resolve(),
  now: () => 0,
  trying: () => undefined,
}
const planted = ['FC4', 'C3', 'CP6']
const data = plantedData({ candidates: motorSites, sites: planted })
const settings = {
  rules: createSiteRules(noConstraints, motorSites, []),
  ...{ seed: 1, restarts: 1, steps: 1, draws: 1 },
}

describe.each(rankingMethods)('%s', (method) => {
  test('finds the sites where the classes differ', async () => {
    const [set] = await createRankingSelector(method, settings).choose(data, [3], context)
    expect(set!.sites.map((site) => motorSites[site]).sort()).toEqual([...planted].sort())
  })
  test('obeys the rules', async () => {
    const wish = { ...noConstraints, symmetric: true, keep: ['Cz'], minimumDistance: 30 }
    const rules = createSiteRules(wish, motorSites, [])
    const narrow = plantedData({ candidates: rules.candidates, sites: ['C3'] })
    const sets = await createRankingSelector(method, { ...settings, rules }).choose(narrow, [3, 5], context)
    for (const { n, sites } of sets) {
      expect(sites.length).toBe(n)
      expect(obeys(rules, sites)).toBe(true)
    }
    expect(sets[0]!.sites.map((site) => rules.candidates[site])).toContain('C3')
  })
})

/** Trials of one band whose sites are independent with the given variances `[trial][site]`. */
function independent(variances: readonly (readonly number[])[], labels: readonly number[]): TrialCovariances {
  const sites = variances[0]!.length
  return {
    sites,
    bands: 1,
    covariances: variances.map((own) => [
      Float64Array.from({ length: sites * sites }, (_, i) => (i % (sites + 1) === 0 ? own[i / (sites + 1)]! : 0)),
    ]),
    counts: new Float64Array(labels.length).fill(1e9),
    classOfTrial: Int32Array.from(labels),
    groupOfTrial: Int32Array.from(labels, (_, trial) => trial % 2),
    classes: Math.max(...labels) + 1,
  }
}

test('Fisher’s score is the spread between over the spread within classes', () => {
  const logs = [1, 3, 5, 7]
  const trials = independent(
    logs.map((log) => [Math.exp(log), Math.exp(-log)]),
    [0, 0, 1, 1],
  )
  // Means 2 and 6 about 4: 4 · 4; within: 1 each.
  expect(fisherScores(trials)[0]).toBeCloseTo(4, 12)
  expect(fisherScores(trials)[1]).toBeCloseTo(4, 12)
})

test('information is near its true value: that of two shifted Gaussians, and none', () => {
  const random = createRandom(2)
  const labels = Array.from({ length: 1200 }, (_, i) => i % 2)
  const trials = independent(
    labels.map((label) => [
      Math.exp(random.normal() + 4 * label),
      Math.exp(random.normal()),
      Math.exp(random.normal() + label),
    ]),
    labels,
  )
  const [apart, none, near] = mutualInformation(trials)
  // ln 2 less what the overlap takes: 0.56 and 0.114 nats by quadrature.
  expect(apart).toBeCloseTo(quadrature(4), 1)
  expect(Math.abs(none!)).toBeLessThan(0.04)
  expect(Math.abs(near! - quadrature(1))).toBeLessThan(0.04)
})

/** Information between a fair coin and a standard normal that it shifts, nats. */
function quadrature(shift: number): number {
  let sum = 0
  for (let x = -12; x < 16; x += 1e-3) {
    const [p, q] = [Math.exp(-(x ** 2) / 2), Math.exp(-((x - shift) ** 2) / 2)].map((v) => v / Math.sqrt(2 * Math.PI))
    const mean = (p! + q!) / 2
    for (const part of [p!, q!]) if (part > 0) sum += 0.5e-3 * part * Math.log(part / mean)
  }
  return sum
}

test('eigenvalues of a compressed matrix are those of the matrix in a basis of the hyperplane', () => {
  const random = createRandom(9)
  for (const n of [2, 3, 6, 12]) {
    const factor = Float64Array.from({ length: n * n }, () => random.normal())
    const matrix = sandwich(
      factor,
      Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0)),
    )
    const vector = Float64Array.from({ length: n }, () => random.normal())
    const norm = Math.hypot(...vector)
    const { values: lambda, vectors } = decompose(matrix)
    const squares = lambda.map((_, k) => {
      let sum = 0
      for (let i = 0; i < n; i++) sum += (vectors[k * n + i]! * vector[i]!) / norm
      return sum * sum
    })
    const found = new Float64Array(n - 1)
    compressedValues(lambda, squares, found)
    // P M P with P = I − v vᵀ has the same eigenvalues, and a zero more.
    const projector = Float64Array.from(
      { length: n * n },
      (_, i) => (i % (n + 1) === 0 ? 1 : 0) - (vector[Math.floor(i / n)]! * vector[i % n]!) / norm ** 2,
    )
    const expected = decompose(sandwich(projector, matrix)).values
    found.forEach((value, k) => expect(value / expected[k + 1]!).toBeCloseTo(1, 8))
  }
})

test('distance ranks are those of taking sites away with every distance computed anew', () => {
  const sites = motorSites.slice(0, 7)
  const trials = trialCovariances(
    plantedData({ candidates: sites, sites: ['FC3', 'C5'], classes: 3, trialsPerRun: 6, strength: 1 }),
  )
  const ranks = riemannDistanceRanks(trials)
  const means = [0, 1, 2].map((label) =>
    riemannianMean(
      trials.covariances.flatMap(([own], trial) => {
        const moments = { covariance: own!, channels: 7, count: trials.counts[trial]!, quartic: NaN }
        return trials.classOfTrial[trial] === label ? [estimateCovariance(moments, 'oas')] : []
      }),
    ),
  )
  const part = (mean: Float64Array, kept: number[]) =>
    Float64Array.from(kept.flatMap((i) => kept.map((j) => mean[i * 7 + j]!)))
  const apart = (a: Float64Array, b: Float64Array) =>
    Math.hypot(...decompose(sandwich(compose(decompose(a), inverseRoot), b)).values.map(Math.log))
  const total = (kept: number[]) => {
    const own = means.map((mean) => part(mean, kept))
    return apart(own[0]!, own[1]!) + apart(own[0]!, own[2]!) + apart(own[1]!, own[2]!)
  }
  let left = [...sites.keys()]
  for (let rank = 0; left.length > 1; rank++) {
    const without = left.map((site) => left.filter((other) => other !== site))
    const distances = without.map(total)
    const goes = distances.indexOf(Math.max(...distances))
    expect(ranks[left[goes]!]).toBe(rank)
    left = without[goes]!
  }
  expect(ranks[left[0]!]).toBe(6)
})
