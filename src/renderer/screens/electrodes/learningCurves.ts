import type { LearningPoint, SelectionReport } from '../../../core/domain/training'
import { formatProportion } from '../../lib/format'
import { m } from '../../lib/paraglide/messages.js'
import type { CurveSeries, CurveSpec } from '../../plots/curves'
import { niceAxis } from '../../plots/curves'
import { settledEntropy } from './neurons'

type Point = { readonly x: number; readonly y: number }
const most = 80
/** Each neuron's own line: behind the median, and seen in every theme. */
export const neuronColour = 'var(--axis)'

/** At most `most` points: means over equal stretches of steps, so that single batches do not hide the course. */
export function thin(points: readonly Point[]): Point[] {
  const size = Math.ceil(points.length / most)
  if (size <= 1) return [...points]
  const groups = Array.from({ length: Math.ceil(points.length / size) }, (_, i) =>
    points.slice(i * size, (i + 1) * size),
  )
  return groups.map((group) => ({ x: group.at(-1)!.x, y: group.reduce((sum, { y }) => sum + y, 0) / group.length }))
}

const pick = (points: readonly LearningPoint[], value: (point: LearningPoint) => number | null): Point[] =>
  points.flatMap((point) => {
    const y = value(point)
    return y === null || !Number.isFinite(y) ? [] : [{ x: point.step, y }]
  })

interface Pair {
  readonly training: readonly Point[]
  readonly validation: readonly Point[]
}
const series = ({ training, validation }: Pair): CurveSeries[] => [
  { label: m.electrodes_training(), colour: 'var(--text-3)', points: training, width: 1.4, dash: [3, 2] },
  { label: m.electrodes_validation(), colour: 'var(--m-learned)', points: validation, head: true },
]
const ys = (...lists: readonly (readonly Point[])[]): number[] => lists.flat().map(({ y }) => y)

/** As many digits after the point as say a tick truly: one for .2, two for .25. */
function digitsOf(step: number, least: number): number {
  const isWhole = (value: number) => Math.abs(value - Math.round(value)) < 1e-6
  return [1, 2, 3].find((digits) => digits >= least && isWhole(step * 10 ** digits)) ?? 3
}

/** Where the charts end: at the last step that there will be. Reports of before 0.2 kept what was planned. */
const lastStep = ({ stage, points, totalSteps }: SelectionReport): number =>
  stage === 'evaluating' ? points.length : totalSteps

export function lossCurves(report: SelectionReport): CurveSpec {
  const { points, classes } = report
  const pair = {
    training: thin(pick(points, (p) => p.trainingLoss)),
    validation: pick(points, (p) => p.validationLoss),
  }
  const chance = Math.log(classes.length)
  const axis = niceAxis(ys(pair.training, pair.validation), [chance])
  return {
    series: series(pair),
    xMax: lastStep(report),
    yMin: axis.min,
    yMax: axis.max,
    yStep: axis.step,
    format: (value) => value.toFixed(digitsOf(axis.step, 1)),
    reference: { y: chance, label: m.electrodes_chance_loss({ value: chance.toFixed(2) }) },
  }
}

export function accuracyCurves(report: SelectionReport): CurveSpec {
  const { points, classes } = report
  const pair = {
    training: thin(pick(points, (p) => p.trainingAccuracy)),
    validation: pick(points, (p) => p.validationAccuracy),
  }
  const chance = 1 / classes.length
  const axis = niceAxis(ys(pair.training, pair.validation), [chance])
  return {
    series: series(pair),
    xMax: lastStep(report),
    yMin: Math.max(0, axis.min),
    yMax: Math.min(1, axis.max),
    yStep: axis.step,
    format: (value) => (value === 1 ? '1' : formatProportion(value, digitsOf(axis.step, 2))),
    reference: { y: chance, label: m.session_chance({ value: formatProportion(chance) }) },
  }
}

export function entropyCurves(report: SelectionReport): CurveSpec {
  const { points, neurons } = report
  const each = Array.from({ length: neurons }, (_, neuron): CurveSeries => ({
    label: m.electrodes_neuron({ number: neuron + 1 }),
    colour: neuronColour,
    points: thin(pick(points, (p) => p.entropies[neuron] ?? null)),
    width: 1.1,
  }))
  const median = thin(pick(points, (p) => p.medianEntropy))
  return {
    series: [...each, { label: m.electrodes_median(), colour: 'var(--m-learned)', points: median, head: true }],
    xMax: lastStep(report),
    yMin: 0,
    yMax: 1,
    yStep: 0.25,
    format: (value) => (value === 0 || value === 1 ? String(value) : formatProportion(value)),
    // Its word stands below the chart: inside, it would lie on the curves.
    band: { from: 0, to: settledEntropy },
  }
}

/** The newest value that was measured. */
export const latest = (
  points: readonly LearningPoint[],
  value: (point: LearningPoint) => number | null,
): number | null => {
  const found = points.findLast((point) => value(point) !== null)
  return found ? value(found) : null
}
