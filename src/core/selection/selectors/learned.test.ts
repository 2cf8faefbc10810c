import { describe, expect, test } from 'vitest'
import { plantedData } from '../../../../test/support/plantedData'
import { methodIds, noConstraints, type SiteConstraints } from '../../domain/curve'
import { neverCancelled } from '../../domain/job'
import { createRandom } from '../../domain/random'
import type { LearnerFactory } from '../../model/learner'
import { createTfLearner } from '../../model/tfLearner'
import { motorSites } from '../../montage/regions'
import { loadWasmBackend } from '../../../jobs/learning/wasmBackend'
import { createSiteRules, obeys } from '../constraints'
import { searchFolds } from '../search/innerFolds'
import { createRiemannScorer } from '../search/riemannScore'
import { isBetter } from '../search/searchScore'
import { createSelector, createSelectors } from './createSelector'
import { distinctSites } from './distinctSites'
import type { SelectorContext, SelectorSettings } from './selector'
import { trialCovariances } from './trialCovariances'

const context: SelectorContext = {
  cancellation: neverCancelled,
  pause: () => Promise.resolve(),
  now: () => 0,
  trying: () => undefined,
}
const settingsOf = (candidates: readonly string[], wish: Partial<SiteConstraints> = {}): SelectorSettings => ({
  rules: createSiteRules({ ...noConstraints, ...wish }, candidates, []),
  ...{ seed: 2, restarts: 2, steps: 60, draws: 1 },
})
const candidates = ['C3', 'Cz', 'C4', 'FC3', 'FC4', 'CP3', 'CP4', 'Pz']

describe('distinct sites', () => {
  const { rules } = settingsOf(candidates)
  const rowOf = (wants: Record<string, number>) => candidates.map((name) => wants[name] ?? 0.01)
  const names = (sites: readonly number[]) => sites.map((site) => candidates[site]).sort()

  test('go to the surest neuron; who finds a site taken gets the next best', () => {
    const probabilities = [rowOf({ C3: 0.5, FC3: 0.3 }), rowOf({ C3: 0.9 }), rowOf({ C3: 0.6, Pz: 0.35 })]
    expect(names(distinctSites(probabilities, rules, 3))).toEqual(['C3', 'FC3', 'Pz'])
  })
  test('keep the least distance', () => {
    const apart = settingsOf(candidates, { minimumDistance: 30 }).rules
    const probabilities = [rowOf({ C3: 0.9 }), rowOf({ FC3: 0.8, CP3: 0.1, C4: 0.05 })]
    expect(names(distinctSites(probabilities, apart, 2))).toEqual(['C3', 'C4'])
  })
  test('are pairs where sets are symmetric, and have the kept sites', () => {
    const pairs = settingsOf(candidates, { symmetric: true, keep: ['Pz'] }).rules
    const kept = candidates.map((name) => (name === 'Pz' ? 1 : 0))
    const probabilities = [
      kept,
      rowOf({ FC4: 0.7 }),
      rowOf({ C3: 0.6 }),
      rowOf({ C3: 0.5, C4: 0.4 }),
      rowOf({ CP3: 0.3 }),
    ]
    expect(names(distinctSites(probabilities, pairs, 5))).toEqual(['C3', 'C4', 'FC3', 'FC4', 'Pz'])
  })
  test('obey random wishes for random probabilities', () => {
    const random = createRandom(8)
    let served = 0
    for (let i = 0; i < 60; i++) {
      const wish = { symmetric: i % 2 === 0, minimumDistance: i % 3 === 0 ? 35 : 0, keep: i % 5 === 0 ? ['Cz'] : [] }
      const { rules: own } = settingsOf(motorSites, wish)
      for (const n of [3, 6]) {
        if (!own.canGrow(own.kept, n)) continue
        const probabilities = Array.from({ length: n }, () => own.candidates.map(() => random.next() ** 4))
        const sites = distinctSites(probabilities, own, n)
        expect(sites.length).toBe(n)
        expect(obeys(own, sites)).toBe(true)
        served++
      }
    }
    expect(served).toBeGreaterThan(80)
  })
})

test('every method can be had by its name; those that learn need something to learn on', () => {
  const settings = settingsOf(candidates)
  const factory: LearnerFactory = {
    create: () => Promise.reject(new Error('never asked')),
    backend: 'wasm',
    device: 'none',
  }
  expect([...createSelectors(settings, factory).keys()]).toEqual([...methodIds])
  for (const [method, selector] of createSelectors(settings, factory)) expect(selector.method).toBe(method)
  expect(createSelectors(settings).has('gumbel')).toBe(false)
  expect(() => createSelector('gumbel-swap', settings)).toThrow(/without learning, got gumbel-swap/)
})

describe('learned sets', async () => {
  const loaded = await loadWasmBackend()
  const factory: LearnerFactory = { ...loaded, create: async (spec) => createTfLearner(loaded.tf, spec, loaded) }
  const planted = ['C4', 'CP3']
  const data = plantedData({ candidates, sites: planted, trialsPerRun: 20, strength: 1.4, common: 0 })

  test('are where the classes differ, one a restart, the best first', async () => {
    // Each site tells two classes from the two others, so that only both tell all four apart.
    const many = motorSites.slice(0, 12)
    const both = ['FC3', 'Cz']
    const isWeak = (place: number, label: number): boolean => ((label >> place) & 1) === 0
    const hard = plantedData({ candidates: many, sites: both, isWeak, classes: 4, trialsPerRun: 20, common: 0 })
    const seen: number[][] = []
    const watching: SelectorContext = {
      ...context,
      probabilities: (rows) => void seen.push(rows.map((row) => row.length)),
    }
    const sets = await createSelector('gumbel', settingsOf(many), factory).choose(hard, [2], watching)
    expect(sets.map(({ draw }) => draw)).toEqual([0, 1])
    expect(sets[0]!.score).toBeGreaterThanOrEqual(sets[1]!.score!)
    expect(sets[0]!.sites.map((site) => many[site]).sort()).toEqual([...both].sort())
    expect(seen[0]).toEqual([12, 12])
  }, 120_000)

  test('come again with the seed, and do not depend on the other sizes', async () => {
    const selector = createSelector('gumbel', { ...settingsOf(candidates), restarts: 1, steps: 5 }, factory)
    const both = await selector.choose(data, [2, 3], context)
    expect(await selector.choose(data, [3], context)).toEqual(both.slice(1))
  }, 120_000)

  test('are never worse to a Riemannian classifier after exchanges, and obey the rules', async () => {
    const settings = { ...settingsOf(candidates, { keep: ['Pz'] }), restarts: 1, steps: 10 }
    const trials = trialCovariances(data)
    const scorer = createRiemannScorer(trials, searchFolds(trials), 3)
    const [learned] = await createSelector('gumbel', settings, factory).choose(data, [3], context)
    const [swapped] = await createSelector('gumbel-swap', settings, factory).choose(data, [3], context)
    expect(isBetter(scorer.score(learned!.sites), scorer.score(swapped!.sites))).toBe(false)
    expect(obeys(settings.rules, swapped!.sites)).toBe(true)
    expect(swapped!.sites.some((site) => planted.includes(candidates[site]!))).toBe(true)
  }, 120_000)

  test('where all is given need no learning', async () => {
    const settings = settingsOf(candidates, { keep: ['C3', 'Cz'] })
    const nothing: LearnerFactory = { ...factory, create: () => Promise.reject(new Error('asked')) }
    const sets = await createSelector('gumbel', settings, nothing).choose(data, [2, 8], context)
    expect(sets.map(({ sites }) => sites)).toEqual([
      [0, 1],
      [0, 1, 2, 3, 4, 5, 6, 7],
    ])
  })
})
