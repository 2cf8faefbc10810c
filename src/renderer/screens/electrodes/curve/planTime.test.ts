import { expect, test } from 'vitest'
import type { CurvePlan } from '../../../../core/domain/curve'
import { defaultCurve } from '../../../../core/domain/curveDefaults'
import { estimateSeconds, type PlanExtent } from './planTime'

const plan: CurvePlan = { ...defaultCurve, subjects: ['S001'], recordingIds: [], classes: ['both-fists', 'both-feet'] }
const extent: PlanExtent = { groups: 3, sites: 64, candidates: 64, trials: 45, stepMs: 6 }

test('learned methods take the measured step: twice the milliseconds, twice their seconds', () => {
  const learned = { ...plan, methods: ['gumbel'] as const }
  const rest = estimateSeconds({ ...learned, methods: [] }, extent)
  const once = estimateSeconds(learned, extent) - rest
  const twice = estimateSeconds(learned, { ...extent, stepMs: 12 }) - rest
  expect(twice / once).toBeGreaterThan(1.9)
})

test('a step of 6 ms, six inner folds and four others with three restarts are counted one by one', () => {
  const one = { ...plan, methods: ['gumbel'] as const, sizes: [8], draws: 0 }
  const alone = estimateSeconds(one, extent) - estimateSeconds({ ...one, methods: [] }, extent)
  // (6 + 4 × 3) trainings of 300 steps at 6 ms.
  expect(alone).toBeGreaterThan(18 * 300 * 0.006)
  expect(alone).toBeLessThan(18 * 300 * 0.006 + 1)
})

test('more folds, more candidates and more trials take longer, and backward search longer than forward', () => {
  const seconds = (change: Partial<PlanExtent>, methods: CurvePlan['methods'] = ['forward-riemann']) =>
    estimateSeconds({ ...plan, methods }, { ...extent, ...change })
  expect(seconds({ groups: 6 })).toBeGreaterThan(seconds({}))
  expect(seconds({ candidates: 21 })).toBeLessThan(seconds({}))
  expect(seconds({ trials: 90 })).toBeGreaterThan(seconds({}))
  expect(seconds({}, ['backward-riemann'])).toBeGreaterThan(seconds({}))
})
