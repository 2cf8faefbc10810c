import { totalmem } from 'node:os'
import { describe, expect, it } from 'vitest'
import { memoryLimit } from './memoryLimit'

const GB = 1e9

describe('memoryLimit', () => {
  it('is 40 % of the machine', () => expect(memoryLimit(undefined, { total: 16 * GB })).toBe(6.4 * GB))
  it('is 40 % of what a container gives', () =>
    expect(memoryLimit(undefined, { total: 64 * GB, constrained: 10 * GB })).toBe(4 * GB))
  it.each([0, 2 ** 64, undefined])('takes %s for no limit of a container', (constrained) =>
    expect(memoryLimit(undefined, { total: 10 * GB, constrained })).toBe(4 * GB),
  )
  it('is what a person wishes, but never more than there is', () => {
    expect(memoryLimit(3 * GB, { total: 16 * GB })).toBe(3 * GB)
    expect(memoryLimit(30 * GB, { total: 16 * GB })).toBe(16 * GB)
  })
  it('knows this machine', () => {
    expect(memoryLimit()).toBeGreaterThan(1e8)
    expect(memoryLimit()).toBeLessThanOrEqual(0.4 * totalmem())
  })
})
