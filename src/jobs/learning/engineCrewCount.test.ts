import { describe, expect, it } from 'vitest'
import { createThreadCount } from './engineCrewCount'
import { createRandom } from '../../core/domain/random'

/** Orders whose time depends on the count as on a machine with so many free cores: a thread too many waits for a time
 *  slice at every barrier. */
function createMachine(most: number, first?: number) {
  const random = createRandom(3)
  let nowMs = 0
  const count = createThreadCount({ most, first, now: () => nowMs })
  const timeOf = (threads: number, cores: number): number =>
    (12 / Math.min(threads, cores) + (threads > cores ? 6 : 0) + 0.05 * threads) * (1 + 0.04 * random.next())
  return {
    count,
    /** Milliseconds that orders took, over so many of them. */
    work(orders: number, cores: number): number {
      const startMs = nowMs
      for (let order = 0; order < orders; order++) {
        const ms = timeOf(count.next, cores)
        nowMs += ms
        count.took(ms)
      }
      return nowMs - startMs
    },
  }
}

describe('createThreadCount', () => {
  it.each([
    [1, 1],
    [2, 2],
    [8, 8],
    [16, 4],
    [12, 1],
  ])('of %i threads finds the %i that have a core within 100 orders', (most, cores) => {
    const { count, work } = createMachine(most)
    work(100, cores)
    // It may be looking just now: what most orders get counts.
    const seen = Array.from({ length: 60 }, () => {
      work(1, cores)
      return count.next
    })
    expect(seen.filter((threads) => threads === cores).length).toBeGreaterThan(40)
  })

  it('finds its way up from where a crew before ended', () => {
    const { count, work } = createMachine(8, 1)
    work(200, 8)
    expect(count.next).toBeGreaterThanOrEqual(6)
  })

  it('goes down within 40 orders when another program takes a core, and up again within five seconds', () => {
    const machine = createMachine(2)
    machine.work(200, 2)
    expect(machine.count.next).toBe(2)
    machine.work(40, 1)
    expect(machine.count.next).toBe(1)
    machine.work(1000, 1)
    expect(machine.count.next).toBe(1)
    machine.work(600, 2)
    expect(machine.count.next).toBe(2)
  })

  it.each([1, 2])('costs less than four percent of the time in the long run with %i free cores', (cores) => {
    const machine = createMachine(2)
    machine.work(300, cores)
    const best = createMachine(cores)
    expect(machine.work(4000, cores)).toBeLessThan(1.04 * best.work(4000, cores))
  })
})
