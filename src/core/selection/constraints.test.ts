import { describe, expect, test } from 'vitest'
import { noConstraints, type SiteConstraints } from '../domain/curve'
import { AppError, type ErrorData } from '../domain/error'
import { createRandom } from '../domain/random'
import { distance } from '../montage/projection'
import { eegmmidbSites, motorSites } from '../montage/regions'
import { siteOf } from '../montage/sites'
import { createSiteRules, obeys } from './constraints'
import { mirrorSite } from './mirror'

const rulesOf = (wish: Partial<SiteConstraints>, available = motorSites, bad: readonly string[] = []) =>
  createSiteRules({ ...noConstraints, ...wish }, available, bad)

function errorOf(work: () => unknown): ErrorData {
  try {
    work()
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.data
    throw thrown
  }
  throw new Error('Nothing was thrown.')
}
const pairOf = ({ values }: ErrorData) => `${values!['first']}–${values!['second']}`

describe('candidates', () => {
  test('are those of the recordings in their order, without bad, avoided and reserved ones', () => {
    const rules = rulesOf(
      { candidates: ['Cz', 'C4', 'C3', 'FCz', 'c1', 'Oz'], avoid: ['C4'], reserved: ['FCz'] },
      motorSites,
      ['C1'],
    )
    expect(rules.candidates).toEqual(['C3', 'Cz'])
  })
  test('of symmetric sets have their mirror image among them and far enough from it', () => {
    const wish = { symmetric: true, avoid: ['FC4'], minimumDistance: 50 }
    const { candidates } = rulesOf(wish)
    expect(candidates).toContain('Cz')
    expect(candidates).not.toContain('FC3')
    expect(candidates).not.toContain('C1')
    expect(candidates).toContain('C3')
  })
  test('that are none left are refused', () => {
    expect(errorOf(() => rulesOf({ candidates: ['O1', 'O2'] })).code).toBe('selection/too-few-candidates')
    expect(errorOf(() => rulesOf({ candidates: ['C3', 'FC1'], symmetric: true })).hint).toMatch(/symmetry/)
  })
})

test.each(['C3 C4', 'FCz FCz', 'FT7 FT8', 'T10 T9', 'FFC5h FFC6h'])('mirror images: %s', (names) => {
  const [site, mirror] = names.split(' ')
  expect(mirrorSite(site!)).toBe(mirror)
  expect(mirrorSite(mirror!)).toBe(site)
})

describe('wishes that cannot both hold name each other and a way out', () => {
  test.each<[string, Partial<SiteConstraints>, string, RegExp]>([
    ['an unknown name', { keep: ['Q9'] }, 'names–names', /10-05 system, got Q9/],
    ['kept and avoided', { keep: ['C3'], avoid: ['C3'] }, 'keep–avoid', /C3 should be kept, but it should be avoided/],
    ['kept and reserved', { keep: ['Cz'], reserved: ['Cz'] }, 'keep–reserved', /reference or the ground/],
    ['kept and bad', { keep: ['CP5'] }, 'keep–bad', /CP5 .* bad channel/],
    ['kept and missing', { keep: ['Oz'] }, 'keep–names', /Oz .* not in every recording/],
    [
      'kept and no candidate',
      { keep: ['C3'], candidates: ['C4', 'Cz'] },
      'keep–candidates',
      /not among the candidates/,
    ],
    ['two kept too near', { keep: ['C3', 'C1'], minimumDistance: 30 }, 'keep–distance', /C3 and C1 .* 23° apart/],
    [
      'mirror avoided',
      { keep: ['C3'], avoid: ['C4'], symmetric: true },
      'symmetry–avoid',
      /C3 is kept .* C4 .* avoided/,
    ],
    ['mirror too near', { keep: ['C1'], symmetric: true, minimumDistance: 50 }, 'keep–distance', /C1 and C2/],
  ])('%s', (_, wish, pair, message) => {
    const error = errorOf(() => rulesOf(wish, motorSites, ['CP5']))
    expect(error.code).toBe('selection/conflict')
    expect(pairOf(error)).toBe(pair)
    expect(error.message).toMatch(message)
    expect(error.hint!.length).toBeGreaterThan(10)
  })

  test.each<[string, Partial<SiteConstraints>, number, string, RegExp]>([
    ['more than the inputs', { inputs: 8 }, 9, 'number–inputs', /has 8 inputs/],
    [
      'fewer than are kept',
      { keep: ['C3', 'Cz'], symmetric: true },
      2,
      'keep–number',
      /3 sites .* with their mirror images/,
    ],
    ['more than the candidates', {}, 22, 'number–candidates', /22 electrodes are wanted, but 21/],
    ['no room at this distance', { minimumDistance: 60 }, 8, 'number–distance', /set of 8 sites .* 60° apart/],
    ['no midline for an odd number', { symmetric: true, avoid: ['FCz', 'Cz', 'CPz'] }, 3, 'number–symmetry', /midline/],
  ])('%s', (_, wish, n, pair, message) => {
    const error = errorOf(() => rulesOf(wish).checkSize(n))
    expect(pairOf(error)).toBe(pair)
    expect(error.message).toMatch(message)
  })

  test('the way out that is named works', () => {
    const rules = rulesOf({ minimumDistance: 40 }, eegmmidbSites)
    const error = errorOf(() => rules.checkSize(64))
    const most = Number(/next smaller has (\d+)/.exec(error.message)![1])
    expect(most).toBeGreaterThan(8)
    expect(() => rules.checkSize(most)).not.toThrow()
  })
})

describe('rules over random wishes', () => {
  const random = createRandom(3)
  const some = (share: number) => eegmmidbSites.filter(() => random.next() < share)
  const wishes = Array.from({ length: 60 }, (_, i) => ({
    ...noConstraints,
    candidates: i % 3 === 0 ? some(0.5) : [],
    keep: some(0.02),
    avoid: some(0.1),
    minimumDistance: [0, 0, 25, 40][i % 4]!,
    symmetric: i % 5 < 2,
    inputs: i % 7 === 0 ? 12 : null,
  }))

  test('what fits is apart, mirrored and within the inputs; what can grow does grow', () => {
    let served = 0
    for (const wish of wishes) {
      const bad = some(0.05)
      let rules
      try {
        rules = createSiteRules(wish, eegmmidbSites, bad)
      } catch (thrown) {
        expect((thrown as AppError).code).toMatch(/^selection\//)
        continue
      }
      for (const n of [2, 5, 8, 13]) {
        if (!rules.canGrow(rules.kept, n)) {
          expect(() => rules.checkSize(n)).toThrow(AppError)
          continue
        }
        expect(() => rules.checkSize(n)).not.toThrow()
        // Any first unit that can grow leads to a whole set by units that can grow.
        let sites = [...rules.kept]
        while (sites.length < n) {
          const grown = rules.units.map((unit) => [...sites, ...unit]).filter((next) => rules.canGrow(next, n))
          expect(grown.length).toBeGreaterThan(0)
          sites = grown[random.integer(grown.length)]!
        }
        served++
        const names = sites.map((site) => rules.candidates[site]!)
        expect(obeys(rules, sites)).toBe(true)
        expect(new Set(names).size).toBe(n)
        expect(names.some((name) => wish.avoid.includes(name) || bad.includes(name))).toBe(false)
        for (const name of wish.keep) expect(names).toContain(name)
        if (wish.symmetric) for (const name of names) expect(names).toContain(mirrorSite(name))
        const degrees = names.flatMap((a, i) =>
          names.slice(i + 1).map((b) => (distance(siteOf(a)!, siteOf(b)!) * 180) / Math.PI),
        )
        expect(Math.min(...degrees)).toBeGreaterThan(wish.minimumDistance - 1e-6)
        if (wish.inputs !== null) expect(n).toBeLessThanOrEqual(wish.inputs)
      }
    }
    expect(served).toBeGreaterThan(60)
  }, 20_000)

  test('room is found wherever there is any: against trying all sets', () => {
    const sites = ['FC3', 'FCz', 'FC4', 'C5', 'C3', 'C1', 'Cz', 'C2', 'C4', 'C6', 'CP3', 'CPz', 'CP4']
    for (const minimumDistance of [0, 25, 35, 45, 60, 80]) {
      for (const symmetric of [false, true]) {
        const rules = rulesOf({ minimumDistance, symmetric }, sites)
        const count = rules.candidates.length
        const possible = new Set<number>()
        for (let mask = 1; mask < 1 << count; mask++) {
          const set = [...rules.candidates.keys()].filter((site) => (mask >> site) & 1)
          if (rules.fits(set)) possible.add(set.length)
        }
        for (let n = 1; n <= count; n++) expect(rules.canGrow([], n)).toBe(possible.has(n))
      }
    }
  })
})
