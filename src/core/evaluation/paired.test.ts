import { describe, expect, test } from 'vitest'
import { pairedCounts, type PairedCounts } from '../domain/pairedAnswers'
import { createRandom } from '../domain/random'
import { holm, pairedDifference, signFlipTest, trialsForNotWorse, verdictOf, wilcoxonTest } from './paired'

const counts = (firstOnly: number, secondOnly: number, both = 20, neither = 10): PairedCounts => ({
  both,
  firstOnly,
  secondOnly,
  neither,
})

describe('paired answers', () => {
  test('have an interval that holds the true difference in at least 93 of 100 studies', () => {
    const random = createRandom(3)
    let held = 0
    const studies = 2000
    for (let study = 0; study < studies; study++) {
      const first: boolean[] = []
      const second: boolean[] = []
      for (let trial = 0; trial < 45; trial++) {
        const shared = random.next()
        first.push(shared < 0.5 || random.next() < 0.4)
        second.push(shared < 0.5 || random.next() < 0.2)
      }
      const { low, high } = pairedDifference(pairedCounts(first, second))
      if (low <= 0.1 && 0.1 <= high) held++
    }
    expect(held / studies).toBeGreaterThan(0.93)
    expect(held / studies).toBeLessThan(0.98)
  })

  test('without a difference leave room on both sides, and turn with the sides', () => {
    const same = pairedDifference(counts(0, 0))
    expect(same.difference).toBe(0)
    expect(same.low).toBeLessThan(0)
    expect(same.high).toBeGreaterThan(0)
    const one = pairedDifference(counts(9, 2))
    const other = pairedDifference(counts(2, 9))
    expect(one.low).toBeCloseTo(-other.high, 12)
    expect(one.high).toBeCloseTo(-other.low, 12)
  })

  test('are judged by what the interval carries', () => {
    expect(verdictOf({ low: 0.01, high: 0.2 }, 0.05)).toBe('better')
    expect(verdictOf({ low: -0.2, high: -0.01 }, 0.05)).toBe('worse')
    expect(verdictOf({ low: -0.04, high: 0.1 }, 0.05)).toBe('not-worse')
    expect(verdictOf({ low: -0.1, high: 0.1 }, 0.05)).toBe('unknown')
  })

  test('say how many trials would settle it, and none when more of them would show the opposite', () => {
    const seen = counts(5, 5)
    const needed = trialsForNotWorse(seen, 0.05)!
    // (1.96 + 0.84)² · 0.25 / 0.05²
    expect(needed).toBe(785)
    expect(trialsForNotWorse(seen, 0.1)).toBe(Math.ceil(needed / 4))
    expect(trialsForNotWorse(counts(0, 10), 0.05)).toBeNull()
    expect(trialsForNotWorse(counts(0, 0), 0.05)).toBeGreaterThan(0)
  })
})

describe('subjects', () => {
  // scipy.stats.wilcoxon(…, method='exact') and, with ties, permutation_test of the rank sum
  test.each([
    [[3, 1, -2, 5, 6, 7, -4], 0.21875],
    [[1, 2, 3, 4, 5, 6], 0.03125],
    [[0.1, 0.05, -0.02, 0.2, 0, 0.05, 0.11, -0.05, 0.3], 0.0625],
    [[0, 0], 1],
  ])('that differ by %j have signed-rank p %f', (differences, p) => {
    expect(wilcoxonTest(differences)).toBeCloseTo(p, 12)
  })

  test('have a sign-flip p, exact for few and sampled for many', () => {
    // scipy.stats.permutation_test(…, permutation_type='samples')
    expect(signFlipTest([0.1, 0.05, -0.02, 0.2, 0, 0.05, 0.11, -0.05, 0.3])).toBeCloseTo(0.0625, 12)
    const many = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 1 : -1))
    expect(signFlipTest(many)).toBe(1)
    expect(signFlipTest(many.map(Math.abs))).toBeLessThan(0.001)
    expect(signFlipTest(many, 4)).toBe(signFlipTest(many, 4))
  })

  test('many comparisons are corrected after Holm', () => {
    // statsmodels multipletests(method='holm')
    const adjusted = holm([0.01, 0.04, 0.03, 0.005])
    ;[0.03, 0.06, 0.06, 0.02].forEach((p, i) => expect(adjusted[i]).toBeCloseTo(p, 12))
    expect(holm([])).toEqual([])
  })
})
