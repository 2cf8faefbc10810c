import { describe, expect, test } from 'vitest'
import { hatchColumn, paintTrace, tint, toWord, type Pixels, type TracePaint } from './pixels'

const white = 0xffffffff
const blank = (width: number, height: number): Pixels => ({
  words: new Uint32Array(width * height).fill(white),
  width,
  height,
})
const paint: TracePaint = { colour: [0, 0, 0], middle: 5, perMicrovolt: 1, thickness: 1, opacity: 1 }
/** Darkness of one column, 0 … 1, from the top. */
const column = ({ words, width, height }: Pixels, x = 0): number[] =>
  Array.from({ length: height }, (_, y) => Math.round(100 * (1 - (words[y * width + x]! & 255) / 255)) / 100)

describe('a painted trace', () => {
  test('is as dense as its rows are covered', () => {
    const pixels = blank(3, 10)
    // Flat at the middle of row 4; flat between rows 4 and 5; a bar from row 2 to 7.
    paintTrace(pixels, Float32Array.of(0.5, 0.5, 0, 0, -2.5, 2.5), paint)
    expect(column(pixels, 0)).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0, 0])
    expect(column(pixels, 1)).toEqual([0, 0, 0, 0, 0.5, 0.5, 0, 0, 0, 0])
    expect(column(pixels, 2)).toEqual([0, 0, 1, 1, 1, 1, 1, 1, 0, 0])
  })

  test('stays inside the strip, and missing columns stay empty', () => {
    const pixels = blank(4, 6)
    paintTrace(pixels, Float32Array.of(-1e9, 1e9, NaN, NaN, 100, 200, -200, -100), paint)
    expect(column(pixels, 0)).toEqual([1, 1, 1, 1, 1, 1])
    for (const x of [1, 2, 3]) expect(column(pixels, x)).toEqual([0, 0, 0, 0, 0, 0])
  })

  test('keeps to the rows that it is given', () => {
    const pixels = blank(3, 10)
    paintTrace(pixels, Float32Array.of(-9, 9, 4, 9, -9, -4), { ...paint, within: [3, 7] })
    expect(column(pixels, 0)).toEqual([0, 0, 0, 1, 1, 1, 1, 0, 0, 0])
    for (const x of [1, 2]) expect(column(pixels, x)).toEqual(Array(10).fill(0))
  })

  test('lets others shine through where it is not opaque', () => {
    const pixels = blank(1, 10)
    paintTrace(pixels, Float32Array.of(-2.5, 2.5), { ...paint, opacity: 0.5 })
    expect(column(pixels).slice(2, 8)).toEqual(Array(6).fill(0.5))
  })
})

test('a tint mixes colours and keeps every pixel opaque', () => {
  const pixels = blank(1, 2)
  tint(pixels, { x: 0, from: 0, to: 1 }, { colour: [255, 0, 0], share: 0.5 })
  expect([...pixels.words]).toEqual([toWord([255, 127, 127]), white])
})

test('a hatching goes on over the edge of a strip', () => {
  const [whole, part] = [blank(20, 9), blank(8, 9)]
  for (let x = 0; x < 20; x++) hatchColumn(whole, { x, firstColumn: 100 }, [0, 0, 0])
  for (let x = 0; x < 8; x++) hatchColumn(part, { x, firstColumn: 112 }, [0, 0, 0])
  for (let x = 0; x < 8; x++) expect(column(part, x)).toEqual(column(whole, 12 + x))
})
