import { describe, expect, test } from 'vitest'
import { createRandom } from '../../../core/domain/random'
import { flagsIn, layoutFlags } from './flags'

const layout = { samplesPerColumn: 10, rows: 3, widthOf: (code: string) => 8 + 6 * code.length }

describe('labels of events', () => {
  test('never overlap, whatever comes; those without room are left to the pointer', () => {
    const random = createRandom(2)
    let sample = 0
    const events = Array.from({ length: 500 }, () => ({
      sample: (sample += random.integer(200)),
      code: 'T'.repeat(1 + random.integer(9)),
    }))
    const flags = layoutFlags(events, layout)
    const shown = flags.filter(({ row }) => row !== null)
    expect(shown.length).toBeGreaterThan(100)
    expect(shown.length).toBeLessThan(500)
    for (const row of [0, 1, 2]) {
      const own = shown.filter((flag) => flag.row === row)
      own.slice(1).forEach(({ x }, i) => expect(x).toBeGreaterThanOrEqual(own[i]!.x + own[i]!.width))
    }
  })

  test('at one moment stand under each other', () => {
    const events = [1, 2, 3, 4].map((n) => ({ sample: 50, code: `S${n}` }))
    expect(layoutFlags(events, layout).map(({ row }) => row)).toEqual([0, 1, 2, null])
  })

  test('of a view are its own and those that reach into it', () => {
    const events = [0, 100, 200, 300, 400].map((sample) => ({ sample, code: 'T1' }))
    const flags = layoutFlags(events, layout)
    expect(flagsIn(flags, 15, 31).map(({ x }) => x)).toEqual([0, 10, 20, 30])
    expect(flagsIn(flags, 31, 40).map(({ x }) => x)).toEqual([20, 30])
    expect(flagsIn(flags, 500, 600)).toEqual([])
  })
})
