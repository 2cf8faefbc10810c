import { expect, test } from 'vitest'
import type { LearningPoint, SelectionReport } from '../../../core/domain/training'
import { accuracyCurves, entropyCurves, latest, lossCurves, thin } from './learningCurves'

const point = (step: number): LearningPoint => ({
  step,
  trainingLoss: 0.7 - step / 1000,
  validationLoss: step % 10 ? null : 0.68,
  trainingAccuracy: 0.5,
  validationAccuracy: step % 10 ? null : 0.6,
  medianEntropy: 1 - step / 400,
  entropies: [1, 1 - step / 200],
})
const report = {
  points: Array.from({ length: 200 }, (_, i) => point(i + 1)),
  totalSteps: 400,
  classes: ['both-fists', 'both-feet'],
  neurons: 2,
} as unknown as SelectionReport

test('many steps become few points with their mean, the last step stays the last', () => {
  const points = Array.from({ length: 400 }, (_, i) => ({ x: i + 1, y: i % 2 }))
  const thinned = thin(points)
  expect(thinned.length).toBeLessThanOrEqual(80)
  expect(thinned.at(-1)!.x).toBe(400)
  expect(thinned.reduce((sum, { y }) => sum + y, 0) / thinned.length).toBeCloseTo(0.5, 2)
})

test('loss is held against the logarithm of the number of classes, accuracy against its chance', () => {
  expect(lossCurves(report).reference!.y).toBeCloseTo(Math.log(2))
  expect(accuracyCurves(report).reference!.y).toBe(0.5)
})

test('a tick says its value truly, also where ticks are a quarter apart', () => {
  const steep = {
    ...report,
    points: [
      { ...point(1), trainingLoss: 0.05 },
      { ...point(2), trainingLoss: 1 },
    ],
  }
  const { format, yStep, yMin } = lossCurves(steep)
  expect([0, 1, 2, 3].map((tick) => format(yMin + tick * yStep))).toEqual(['0.00', '0.25', '0.50', '0.75'])
})

test('steps without a validation are left out, not drawn as zero', () => {
  expect(lossCurves(report).series[1]!.points).toHaveLength(20)
  expect(latest(report.points, (p) => p.validationAccuracy)).toBe(0.6)
})

test('entropy has a line for each neuron and one for their median', () => {
  expect(entropyCurves(report).series).toHaveLength(3)
})

test('a chart ends at the last step there will be: planned while it learns, made once it has ended', () => {
  const ended = { ...report, stage: 'evaluating' } as SelectionReport
  for (const curves of [lossCurves, accuracyCurves, entropyCurves]) {
    expect([curves(report).xMax, curves(ended).xMax]).toEqual([400, 200])
  }
})
