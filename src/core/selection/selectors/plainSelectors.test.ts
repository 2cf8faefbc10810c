import { describe, expect, test } from 'vitest'
import { plantedData } from '../../../../test/support/plantedData'
import { noConstraints, type SiteConstraints } from '../../domain/curve'
import { neverCancelled } from '../../domain/job'
import { motorSites, tenTwentySites } from '../../montage/regions'
import { createSiteRules, obeys } from '../constraints'
import { createFixedSelector } from './fixed'
import { fixedSets, headsetSets, motorSets, offerFixed } from './fixedSets'
import { createRandomSelector } from './random'
import type { SelectorContext, SelectorSettings } from './selector'

const context: SelectorContext = {
  cancellation: neverCancelled,
  pause: () => Promise.resolve(),
  now: () => 0,
  trying: () => undefined,
}
const candidates = [...motorSites, 'O1', 'O2', 'Fz', 'Pz']
const data = plantedData({ candidates, sites: [], trialsPerRun: 4, runs: 2 })
const settingsOf = (wish: Partial<SiteConstraints> = {}, draws = 20): SelectorSettings => ({
  rules: createSiteRules({ ...noConstraints, ...wish }, candidates, []),
  ...{ seed: 4, restarts: 1, steps: 10, draws },
})
const names = (sites: readonly number[]) => sites.map((site) => candidates[site]!)

describe('fixed sets', () => {
  test('are served for the sizes that they have', async () => {
    const sets = await createFixedSelector(settingsOf()).choose(data, [2, 3, 4, 8, 16, 21], context)
    expect(sets.map(({ n }) => n)).toEqual([2, 4, 8, 16, 21])
    expect(names(sets[0]!.sites)).toEqual(['C3', 'C4'])
    expect(names(sets[2]!.sites)).toEqual(['C3', 'C4', 'Cz', 'FC3', 'FC4', 'CP3', 'CP4', 'CPz'])
  })
  test('of the motor cortex lie within each other, and are symmetric', () => {
    const rules = createSiteRules({ ...noConstraints, symmetric: true }, motorSites, [])
    motorSets.slice(1).forEach(({ electrodes }, i) => {
      for (const smaller of motorSets[i]!.electrodes) expect(electrodes).toContain(smaller)
    })
    for (const set of motorSets) expect(offerFixed(rules, set).refusal).toBeNull()
  })
  test('of the 10-20 system and of headsets are there by name', () => {
    expect(fixedSets.find(({ name }) => name === '10-20 system')!.electrodes).toEqual(tenTwentySites)
    expect(headsetSets.find(({ name }) => name === 'Emotiv EPOC X')!.electrodes.length).toBe(14)
    expect(headsetSets.some(({ name }) => name.startsWith('Enobio'))).toBe(false)
  })
  test.each<[Partial<SiteConstraints>, RegExp]>([
    [{ avoid: ['CPz'] }, /CPz may not be chosen/],
    [{ keep: ['C1'] }, /C1 should be kept/],
    [{ minimumDistance: 30 }, /too near to each other/],
    [{ inputs: 6 }, /too few inputs/],
  ])('that break the rules %j are not served, and say why', (wish, refusal) => {
    const { rules } = settingsOf(wish)
    expect(offerFixed(rules, motorSets[2]!)).toMatchObject({ sites: null, refusal: expect.stringMatching(refusal) })
  })
  test('without a mirror image are not served', () => {
    const { rules } = settingsOf({ symmetric: true })
    expect(offerFixed(rules, { name: 'left', electrodes: ['C3', 'Cz'] }).refusal).toBe(
      'C3 would be without mirror image',
    )
  })
  test('of a size that is impossible are an error, not an empty answer', async () => {
    const wish = createFixedSelector(settingsOf({ inputs: 6 })).choose(data, [8], context)
    await expect(wish).rejects.toMatchObject({ code: 'selection/conflict' })
  })
})

describe('random sets', () => {
  test('are as many as asked for, obey the rules and come again with the seed', async () => {
    const settings = settingsOf({ keep: ['Cz'], symmetric: true, minimumDistance: 25 })
    const sets = await createRandomSelector(settings).choose(data, [3, 5], context)
    expect(sets.length).toBe(40)
    for (const { n, sites } of sets) {
      expect(sites.length).toBe(n)
      expect(obeys(settings.rules, sites)).toBe(true)
    }
    const alone = await createRandomSelector(settings).choose(data, [5], context)
    expect(alone).toEqual(sets.filter(({ n }) => n === 5))
    const other = await createRandomSelector({ ...settings, seed: 5 }).choose(data, [5], context)
    expect(other).not.toEqual(alone)
  })
  test('take every site equally often', async () => {
    const sets = await createRandomSelector(settingsOf({}, 2000)).choose(data, [5], context)
    const counts = candidates.map((_, site) => sets.filter(({ sites }) => sites.includes(site)).length)
    // 400 expected, standard deviation 18.
    expect(Math.min(...counts)).toBeGreaterThan(330)
    expect(Math.max(...counts)).toBeLessThan(470)
  })
})
