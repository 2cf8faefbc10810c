import { describe, expect, test } from 'vitest'
import { createRandom } from '../domain/random'
import { expectedJaccard, setStability } from './stability'

describe('stability of chosen sets', () => {
  test('has the value and interval of the published formula', () => {
    // Nogueira's own Python code on the same sets: .52381, variance .0141723
    const sets = [
      [0, 1, 2],
      [0, 1, 3],
      [0, 2, 5],
      [0, 1, 2],
    ]
    const { nogueira, nogueiraLow, jaccard } = setStability(sets, 10)
    expect(nogueira).toBeCloseTo(0.5238095238095238, 12)
    expect(nogueiraLow).toBeCloseTo(0.290480478030946, 12)
    expect(jaccard).toBeCloseTo((0.5 + 0.5 + 1 + 0.2 + 0.5 + 0.5) / 6, 12)
  })

  test('is 1 for equal sets and about 0 for random ones', () => {
    const same = setStability(
      [
        [1, 4],
        [1, 4],
        [4, 1],
      ],
      12,
    )
    expect(same.nogueira).toBeCloseTo(1, 12)
    expect(same.jaccard).toBe(1)
    const random = createRandom(9)
    const sets = Array.from({ length: 400 }, () => random.shuffle([...Array(30).keys()]).slice(0, 6))
    const drawn = setStability(sets, 30)
    expect(Math.abs(drawn.nogueira!)).toBeLessThan(0.02)
    expect(drawn.jaccard).toBeCloseTo(drawn.jaccardChance!, 2)
  })

  test('says nothing where nothing was chosen', () => {
    expect(setStability([[0, 1]], 4).nogueira).toBeNull()
    expect(
      setStability(
        [
          [0, 1, 2],
          [0, 1, 2],
        ],
        3,
      ).nogueira,
    ).toBeNull()
  })

  test('knows what random sets of two sizes share', () => {
    // Mean over all sets of four of ten against {0, 1, 2}
    expect(expectedJaccard(3, 4, 10)).toBeCloseTo(0.2283333333333333, 12)
    expect(expectedJaccard(4, 4, 4)).toBe(1)
  })
})
