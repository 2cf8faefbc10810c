import { expect, test } from 'vitest'
import { curveFinding } from '../../../../../test/support/curveFinding'
import { answerChart, findPoint, growingChart, pointId } from './answerCurve'
import { settledness, rowsAt } from './curveTable'
import { foldCells } from './foldTable'
import { markerOf } from './methodMarks'
import { methodIds } from '../../../../core/domain/curve'
import { toSetRequest } from './wireRequest'

const finding = curveFinding()

test('every point of the answer is on the chart once, and the recommended line has the band', () => {
  const spec = answerChart(finding)
  const ids = spec.lines.flatMap(({ points }) => points.map(({ id }) => id))
  expect(new Set(ids)).toEqual(new Set(finding.points.map(pointId)))
  expect(ids).toHaveLength(finding.points.length)
  expect(spec.band).toBe('fixed')
  expect(spec.recommended).toMatchObject({ n: 8, id: 'fixed/8' })
  expect(spec.lines.find(({ id }) => id === 'random')).toMatchObject({ dotted: true })
})

test('at chance nothing is marked as recommended', () => {
  const spec = answerChart(curveFinding({ atChance: true }))
  expect(spec.recommended).toBeUndefined()
  expect(spec.band).toBeUndefined()
})

test('the growing curve has inner values without intervals, and none before the first', () => {
  const report = {
    candidates: [],
    classes: ['a', 'b'],
    units: [],
    trying: null,
    probabilities: null,
    secondsLeft: null,
  }
  expect(growingChart({ ...report, growing: [] })).toBeNull()
  const spec = growingChart({ ...report, growing: [{ method: 'fisher', n: 4, value: 0.7, folds: 2 }] })!
  expect(spec.lines[0]!.points[0]).toMatchObject({ id: 'fisher/4', value: 0.7 })
  expect(spec.lines[0]!.points[0]!.low).toBeUndefined()
  expect(spec.chance.value).toBe(0.5)
})

test('no two methods have the same marker and colour', () => {
  const marks = methodIds.map((method) => JSON.stringify([markerOf(method, methodIds), method === 'random']))
  const families = methodIds.map((method, i) => `${marks[i]} ${method.endsWith('-riemann') || method.endsWith('-csp')}`)
  expect(new Set(families).size).toBe(methodIds.length)
})

test('sets at an N stand beside all electrodes, with the comparison that was made', () => {
  const rows = rowsAt(finding, 8)
  expect(rows.map(({ id }) => id)).toEqual(['fixed/8', 'gumbel/8', 'random/8', 'all/64'])
  expect(rows.at(-1)!.comparison).toBe(finding.comparisons[0])
  expect(rowsAt(finding, 4)[0]!.comparison).toBeNull()
})

test('a set that all folds choose is the same in every fold; others by how much they agree', () => {
  expect(settledness(findPoint(finding.points, 'fixed/8')!.stability)).toBe('same')
  const stability = { nogueiraLow: null, nogueiraHigh: null, jaccard: 0.4, jaccardChance: 0.3 }
  expect(settledness({ ...stability, nogueira: 0.1 })).toBe('low')
  expect(settledness({ ...stability, nogueira: 0.41 })).toBe('medium')
  expect(settledness({ ...stability, nogueira: null })).toBe('unknown')
})

test('the fold table counts units of a method on what is held out', () => {
  const unit = (fold: string, state: 'done' | 'running' | 'waiting') => ({ fold, method: 'fisher' as const, state })
  const cells = foldCells({
    units: [unit('all', 'waiting'), unit('R2', 'done'), unit('R2', 'running'), unit('R1', 'done')],
  })
  expect(cells.folds).toEqual(['R1', 'R2', 'all'])
  expect(cells.cell('fisher', 'R2')).toEqual({ done: 1, total: 2, running: true })
})

test('a decoder for a set leaves nothing to choose', () => {
  const request = toSetRequest(finding, ['C3', 'C4'])
  expect(request).toMatchObject({
    subject: 'S001',
    electrodes: 2,
    candidates: ['C3', 'C4'],
    keep: ['C3', 'C4'],
    decoder: 'lda',
  })
})
