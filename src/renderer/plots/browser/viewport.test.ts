import { describe, expect, test } from 'vitest'
import {
  axisStep,
  barMicrovolts,
  factorFor,
  fittingScale,
  stepScale,
  stepSeconds,
  tileCells,
  tilesFor,
} from './viewport'

describe('what a plot shows', () => {
  test.each([
    [0.2, 1],
    [3.99, 1],
    [4, 4],
    [15, 4],
    [16, 16],
    [1000, 256],
    [4096, 4096],
  ])('at %d samples a column is drawn from cells of %i', (samplesPerColumn, factor) => {
    expect(factorFor(samplesPerColumn)).toBe(factor)
  })

  test('needs the tiles of its view first, then those beside it, and none outside the recording', () => {
    const sampleCount = 40 * tileCells * 4
    const middle = { samplesPerColumn: 4, first: 10 * tileCells, columns: 1000 }
    expect(tilesFor(middle, sampleCount).slice(0, 3)).toEqual([9, 10, 11])
    expect([...tilesFor(middle, sampleCount)].sort((a, b) => a - b)).toEqual([8, 9, 10, 11, 12, 13])
    expect(Math.min(...tilesFor({ ...middle, first: -50 }, sampleCount))).toBe(0)
    expect(Math.max(...tilesFor({ ...middle, first: 40 * tileCells }, sampleCount))).toBe(39)
  })

  test('grows and shrinks by round steps, up to the whole recording', () => {
    expect(stepSeconds(10, 125, 1)).toBe(20)
    expect(stepSeconds(120, 125, 1)).toBe(125)
    expect(stepSeconds(125, 125, 1)).toBe(125)
    expect(stepSeconds(125, 125, -1)).toBe(120)
    expect(stepSeconds(0.5, 125, -1)).toBe(0.5)
    expect(stepScale(100, 1)).toBe(200)
    expect(stepScale(1, -1)).toBe(1)
    expect([barMicrovolts(0.1, 22), barMicrovolts(3, 22)]).toEqual([500, 10])
    expect(fittingScale(100)).toBe(50)
    expect(fittingScale(110)).toBe(100)
  })

  test('has lines at round times', () => {
    expect(axisStep(1, 160, 100)).toBe(1)
    expect(axisStep(3000, 512, 100)).toBe(600)
  })
})
