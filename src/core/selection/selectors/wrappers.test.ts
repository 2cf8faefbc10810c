import { describe, expect, test } from 'vitest'
import { plantedData } from '../../../../test/support/plantedData'
import { noConstraints, type SiteConstraints } from '../../domain/curve'
import type { ClassicalSpec } from '../../domain/decoder'
import { neverCancelled } from '../../domain/job'
import { createRandom } from '../../domain/random'
import { estimateCovariance } from '../../model/classical/covariance'
import { defaultClassical } from '../../model/classical/defaults'
import { createFeatureMap } from '../../model/classical/features'
import { fitClassical } from '../../model/classical/trainClassical'
import { motorSites } from '../../montage/regions'
import { createSiteRules, obeys } from '../constraints'
import { createCspScorer } from '../search/cspScore'
import { searchFolds } from '../search/innerFolds'
import { createRiemannScorer } from '../search/riemannScore'
import { isBetter, type SearchScore } from '../search/searchScore'
import type { SelectionData, SelectorContext, SelectorSettings } from './selector'
import { trialCovariances } from './trialCovariances'
import { createWrapperSelector, wrapperMethods } from './wrapper'

const context: SelectorContext = {
  cancellation: neverCancelled,
  pause: () => Promise.resolve(),
  now: () => 0,
  trying: () => undefined,
}
const settingsOf = (candidates: readonly string[], wish: Partial<SiteConstraints> = {}): SelectorSettings => ({
  rules: createSiteRules({ ...noConstraints, ...wish }, candidates, []),
  ...{ seed: 1, restarts: 1, steps: 1, draws: 1 },
})

/** The same score by the decoders as they are, nothing shared, nothing warm. */
function slowScore(data: SelectionData, spec: ClassicalSpec, sites: readonly number[]): SearchScore {
  const { covariances, counts, classOfTrial, classes } = trialCovariances(data)
  const cut = covariances.map((bands, trial) =>
    bands.map((whole) => {
      const covariance = Float64Array.from(
        sites.flatMap((i) => sites.map((j) => whole[i * data.candidates.length + j]!)),
      )
      return estimateCovariance({ covariance, channels: sites.length, count: counts[trial]!, quartic: NaN }, 'oas')
    }),
  )
  let [right, sum, count] = [0, 0, 0]
  for (const { training, held } of searchFolds(trialCovariances(data))) {
    const labels = training.map((trial) => classOfTrial[trial]!)
    const decoder = fitClassical(spec, { covariances: Array.from(training, (trial) => cut[trial]!), labels, classes })
    const toFeatures = createFeatureMap(decoder, cut[0]!.length, sites.length)
    for (const trial of held) {
      const features = toFeatures(cut[trial]!)
      const scores = Array.from(decoder.scores.bias, (bias, c) =>
        features.reduce((total, value, f) => total + value * decoder.scores.weight[c * features.length + f]!, bias),
      )
      const total = Math.log(scores.reduce((all, score) => all + Math.exp(score), 0))
      if (scores.indexOf(Math.max(...scores)) === classOfTrial[trial]) right++
      sum += scores[classOfTrial[trial]!]! - total
      count++
    }
  }
  return { accuracy: right / count, logProbability: sum / count }
}

const few = motorSites.slice(0, 9)
const hard = plantedData({ candidates: few, sites: ['FC3', 'C5', 'FC4'], trialsPerRun: 10, strength: 0.65, seed: 6 })

describe.each([2, 4])('with %i classes', (classes) => {
  const data = plantedData({
    candidates: few,
    sites: ['FC3', 'C5', 'FC4', 'FCz'],
    classes,
    trialsPerRun: 12,
    strength: 0.8,
  })
  const trials = trialCovariances(data)
  const sets = [[3], [0, 4], [1, 2, 5], [0, 2, 4, 6, 8], [0, 1, 2, 3, 4, 5, 6, 7, 8]]

  test.each(sets)('a Riemannian score is that of the decoder (%j)', (...sites) => {
    const fast = createRiemannScorer(trials, searchFolds(trials), 9).score(sites)
    const slow = slowScore(data, defaultClassical('riemann', 160), sites)
    expect(fast.accuracy).toBe(slow.accuracy)
    expect(fast.logProbability).toBeCloseTo(slow.logProbability, 5)
  })
  test.each(sets)('a score behind spatial patterns is that of the decoder (%j)', (...sites) => {
    const fast = createCspScorer(trials, searchFolds(trials)).score(sites)
    const slow = slowScore(data, defaultClassical('lda', 160), sites)
    expect(fast.accuracy).toBe(slow.accuracy)
    expect(fast.logProbability).toBeCloseTo(slow.logProbability, 9)
  })
})

test('a score does not depend on what was scored before', () => {
  const trials = trialCovariances(hard)
  const scorer = createRiemannScorer(trials, searchFolds(trials), 9)
  const first = scorer.score([1, 4])
  scorer.score([0, 1, 2, 3, 4, 5, 6, 7, 8])
  expect(scorer.score([1, 4])).toEqual(first)
})

test('forward selection chooses what trying every site with the slow decoder chooses', async () => {
  const spec = defaultClassical('riemann', 160)
  const sets = await createWrapperSelector('forward-riemann', settingsOf(few)).choose(hard, [1, 2, 3, 4], context)
  let sites: number[] = []
  for (const set of sets) {
    const options = few.flatMap((_, site) => (sites.includes(site) ? [] : [[...sites, site]]))
    const scored = options.map((option) => ({ option, score: slowScore(hard, spec, option) }))
    sites = scored.reduce((best, next) => (isBetter(next.score, best.score) ? next : best)).option
    expect([...set.sites]).toEqual([...sites].sort((a, b) => a - b))
  }
})

test('floating search does at least as well as plain search, and better somewhere', async () => {
  const trials = trialCovariances(hard)
  const scorer = createRiemannScorer(trials, searchFolds(trials), 9)
  const sizes = [2, 3, 4, 5]
  const chosenBy = async (method: 'forward-riemann' | 'floating-forward-riemann' | 'floating-backward-riemann') =>
    (await createWrapperSelector(method, settingsOf(few)).choose(hard, sizes, context)).map(({ sites }) =>
      scorer.score(sites),
    )
  const [plain, up, down] = [
    await chosenBy('forward-riemann'),
    await chosenBy('floating-forward-riemann'),
    await chosenBy('floating-backward-riemann'),
  ]
  plain.forEach((score, i) => expect(isBetter(score, up[i]!)).toBe(false))
  expect([...up, ...down].some((score, i) => isBetter(score, plain[i % sizes.length]!))).toBe(true)
})

describe.each(wrapperMethods)('%s', (method) => {
  const planted = ['FC4', 'C3', 'FC1']
  const candidates = motorSites.slice(0, 10)
  const data = plantedData({ candidates, sites: planted, trialsPerRun: 8 })
  const selector = createWrapperSelector(method, settingsOf(candidates))
  // Two of the three tell the classes apart already, so that a third cannot always be told from noise.
  test('finds sites where the classes differ, again and again', async () => {
    const first = await selector.choose(data, [2], context)
    expect(first[0]!.sites.filter((site) => planted.includes(candidates[site]!)).length).toBeGreaterThanOrEqual(1)
    expect(first[0]!.score).toBeGreaterThan(0.95)
    expect(await selector.choose(data, [2], context)).toEqual(first)
  })
  test('gives sets for all sizes even without any time', async () => {
    let time = 0
    const hasty = { ...context, now: () => (time += 100), budgetMs: 50 }
    const sets = await selector.choose(data, [2, 5], hasty)
    expect(sets.map(({ n, sites }) => [n, sites.length])).toEqual([
      [2, 2],
      [5, 5],
    ])
    for (const { sites, score } of sets) {
      expect(obeys(settingsOf(candidates).rules, sites)).toBe(true)
      expect(score).toBeNull()
    }
  })
  test('is cancelled at once', async () => {
    let time = 0
    const cancelled = { ...context, now: () => (time += 100), cancellation: { requested: true } }
    await expect(selector.choose(data, [3], cancelled)).rejects.toMatchObject({ code: 'job/cancelled' })
  })
})

test('all searches obey random wishes', async () => {
  const random = createRandom(12)
  let served = 0
  const sites = motorSites.slice(0, 14)
  for (let i = 0; i < 24; i++) {
    const wish = {
      keep: sites.filter(() => random.next() < 0.07),
      avoid: sites.filter(() => random.next() < 0.1),
      symmetric: i % 2 === 0,
      minimumDistance: i % 3 === 0 ? 35 : 0,
    }
    let settings
    try {
      settings = settingsOf(sites, wish)
    } catch {
      continue
    }
    const { rules } = settings
    const sizes = [3, 5].filter((n) => rules.canGrow(rules.kept, n))
    const data = plantedData({ candidates: rules.candidates, sites: rules.candidates.slice(2, 4), trialsPerRun: 6 })
    const sets = await createWrapperSelector(wrapperMethods[i % 8]!, settings).choose(data, sizes, context)
    expect(sets.map(({ n }) => n)).toEqual(sizes)
    for (const { n, sites: chosen } of sets) {
      expect(chosen.length).toBe(n)
      expect(obeys(rules, chosen)).toBe(true)
      served++
    }
  }
  expect(served).toBeGreaterThan(20)
})
