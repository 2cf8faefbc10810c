import { expect, test } from 'vitest'
import { curveFinding } from '../../../test/support/curveFinding'
import { curveCsv } from './curveTable'

test('the table has a line for every point, with the numbers of the finding, and marks the recommended one', () => {
  const finding = curveFinding()
  const [head, ...lines] = curveCsv(finding).trimEnd().split('\r\n')
  const names = head!.split(',')
  const rows = lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i]!, cell])))
  expect(rows).toHaveLength(finding.points.length)
  rows.forEach((row, i) => {
    const { n, figure } = finding.points[i]!
    expect(Number(row['n'])).toBe(n)
    expect(Number(row['accuracy'])).toBeCloseTo(figure.value, 6)
    expect(Number(row['low'])).toBeCloseTo(figure.low, 6)
  })
  expect(rows.filter((row) => row['recommended'] === '1').map((row) => row['method'])).toEqual(['Fixed set'])
  const all = finding.comparisons.find(({ second }) => second.method === 'all')!
  expect(Number(rows.find((row) => row['method'] === 'All electrodes')!['p_holm'])).toBeCloseTo(all.pHolm, 6)
})

test('the name of a set is no formula in a spreadsheet, and keeps its comma', () => {
  const finding = curveFinding()
  const own = { ...finding.points[0]!, method: 'own:=SUM(A1,A2)' as const }
  expect(curveCsv({ ...finding, points: [own] })).toContain(`\r\n"'=SUM(A1,A2)",2,`)
})

test('where nothing was decoded nothing is marked', () => {
  const lines = curveCsv(curveFinding({ atChance: true }))
    .trimEnd()
    .split('\r\n')
    .slice(1)
  expect(lines.every((line) => line.endsWith(',0'))).toBe(true)
})
