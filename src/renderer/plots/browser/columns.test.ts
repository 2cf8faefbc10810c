import { describe, expect, test } from 'vitest'
import { fillColumns, type CellSource } from './columns'

const samplesOf = (samples: readonly number[]): CellSource => ({
  factor: 1,
  at: (cell, out) => out.fill(samples[cell] ?? NaN),
})
const cellsOf = (cells: readonly (readonly [number, number])[], factor: number): CellSource => ({
  factor,
  at: (cell, out) => out.set(cells[cell] ?? [NaN, NaN]),
})
const columns = (source: CellSource, first: number, count: number, samplesPerColumn: number): number[] => {
  const target = new Float32Array(2 * count)
  fillColumns(source, { first, count, samplesPerColumn }, target)
  return [...target]
}

describe('columns of a trace', () => {
  test('hold the extremes of their cells and touch their neighbours', () => {
    const cells = [
      [0, 1],
      [2, 3],
      [-5, -4],
      [-4.5, 9],
    ] as const
    // Two cells a column.
    expect(columns(cellsOf(cells, 4), 0, 2, 8)).toEqual([0, 3, -5, 9])
    // One cell a column: the second reaches down to the first, the third up to the second.
    expect(columns(cellsOf(cells, 4), 0, 4, 4)).toEqual([0, 1, 1, 3, -5, 2, -4.5, 9])
  })

  test('are the same wherever a strip of them begins', () => {
    const cells = Array.from({ length: 60 }, (_, i) => [Math.sin(i), Math.sin(i) + 0.2] as const)
    const whole = columns(cellsOf(cells, 4), 0, 30, 7.3)
    expect(columns(cellsOf(cells, 4), 11, 5, 7.3)).toEqual(whole.slice(22, 32))
  })

  test('have nothing where nothing was recorded, and do not reach over it', () => {
    const cells = [
      [1, 2],
      [NaN, NaN],
      [8, 9],
    ] as const
    expect(columns(cellsOf(cells, 16), 0, 3, 16)).toEqual([1, 2, NaN, NaN, 8, 9])
  })

  test('are lines between samples that stand far apart', () => {
    const ramp = samplesOf([0, 10, 20, 20])
    // Four columns a sample; sample 1 stands in the middle of columns 4 … 7.
    const found = columns(ramp, 4, 4, 0.25)
    expect(found.map((value) => Math.round(value * 10) / 10)).toEqual([5, 7.5, 7.5, 10, 10, 12.5, 12.5, 15])
    for (let i = 0; i + 3 < found.length; i += 2) expect(found[i + 1]).toBe(found[i + 2])
  })

  test('end at the last sample before a gap', () => {
    const found = columns(samplesOf([0, 10, NaN, NaN, 4]), 0, 10, 0.5)
    expect(found.map(Number.isNaN)).toEqual([
      ...Array<boolean>(8).fill(false),
      ...Array<boolean>(8).fill(true),
      ...Array<boolean>(4).fill(false),
    ])
  })
})
