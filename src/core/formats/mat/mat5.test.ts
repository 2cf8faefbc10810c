import { zlibSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../../domain/random'
import { memorySource } from '../source'
import { inflatedSource } from './inflated'
import { openMat5 } from './mat5'
import { numbersIn, textIn, textsIn } from './values'

/** Elements made by hand, in either byte order. */
function writer(isBigEndian: boolean) {
  const number = (value: number, width: number): number[] => {
    const bytes = Array.from({ length: width }, (_, i) => Math.floor(value / 256 ** i) & 255)
    return isBigEndian ? bytes.reverse() : bytes
  }
  const element = (type: number, content: readonly number[]): number[] => [
    ...[...number(type, 4), ...number(content.length, 4), ...content],
    ...new Array<number>((8 - (content.length % 8)) % 8).fill(0),
  ]
  const letters = (text: string) => [...new TextEncoder().encode(text)]
  const ints = (...values: readonly number[]) => values.flatMap((value) => number(value, 4))
  const matrix = (type: number, dims: readonly number[], name: string, ...content: readonly (readonly number[])[]) =>
    element(14, [
      ...element(6, ints(type, 0)),
      ...element(5, ints(...dims)),
      ...element(1, letters(name)),
      ...content.flat(),
    ])
  const small = (type: number, value: number) => number((1 << 16) + type, 4).concat(number(value, 1), [0, 0, 0])
  const file = (...parts: readonly (readonly number[])[]): Uint8Array => {
    const head = letters('MATLAB 5.0 MAT-file'.padEnd(124)).concat(isBigEndian ? [1, 0, 77, 73] : [0, 1, 73, 77])
    return Uint8Array.from([...head, ...parts.flat()])
  }
  return { element, ints, letters, matrix, number, small, file }
}

describe.each([
  ['little', false],
  ['big', true],
])('a file whose bytes stand %s-endian', (_, isBigEndian) => {
  const { element, ints, letters, matrix, number, small, file } = writer(isBigEndian)
  const open = (...parts: readonly (readonly number[])[]) => openMat5(memorySource('x.mat', file(...parts)))
  test('numbers, also in a smaller type than their class, and in the tag itself', () => {
    const mat = open(
      matrix(
        6,
        [2, 2],
        'a',
        element(
          3,
          [1, 2, 3, 40_000].flatMap((value) => number(value, 2)),
        ),
      ),
      matrix(6, [1, 1], 'b', small(2, 9)),
    )
    expect(mat.names).toEqual(['a', 'b'])
    expect(numbersIn(mat.get('a'))).toEqual([1, 2, 3, 40_000 - 65_536])
    expect(numbersIn(mat.get('b'))).toEqual([9])
    expect(mat.get('c')).toBeNull()
  })
  test('texts, cells of them, and arrays of structures', () => {
    const text = (value: string) =>
      matrix(
        4,
        [1, value.length],
        '',
        element(
          4,
          letters(value).flatMap((c) => number(c, 2)),
        ),
      )
    const names = [...letters('type'.padEnd(8, '\0')), ...letters('latency'.padEnd(8, '\0'))]
    const scalar = (value: number) => matrix(6, [1, 1], '', element(2, [value]))
    const mat = open(
      matrix(1, [1, 2], 'labels', text('C3'), text('Cz')),
      matrix(2, [1, 2], 'event', element(5, ints(8)), element(1, names), text('go'), scalar(7), text('no'), scalar(8)),
      matrix(4, [2, 2], 'rows', element(16, letters('acbd'))),
    )
    expect(textsIn(mat.get('labels'))).toEqual(['C3', 'Cz'])
    const event = mat.get('event')
    expect(event).toMatchObject({ kind: 'struct', length: 2, fields: ['type', 'latency'] })
    if (event?.kind !== 'struct') return
    expect([textIn(event.get('type', 1)), numbersIn(event.get('latency', 1)), event.get('other')]).toEqual([
      'no',
      [8],
      null,
    ])
  })
})

describe('sizes that cannot be', () => {
  const { element, ints, matrix, file } = writer(false)
  const open = (...parts: readonly (readonly number[])[]) => openMat5(memorySource('x.mat', file(...parts)))
  test.each([
    ['a matrix of 10⁹ values', matrix(6, [1e9, 1], 'a', element(9, new Array<number>(8).fill(0))), 'a'],
    ['10⁹ cells', matrix(1, [1e9, 1], 'a', element(9, [])), 'a'],
    ['10⁹ structures', matrix(2, [1e9, 1], 'a', element(5, ints(1)), element(1, [65])), 'a'],
    ['negative dimensions', matrix(6, [-1, 4], 'a', element(9, [])), ''],
  ])('%s are refused before anything is set aside', (_, part, name) => {
    const started = performance.now()
    expect(() => open(part).get(name)).toThrow(/should have|ends inside/)
    expect(performance.now() - started).toBeLessThan(500)
  })
})

describe('packed data', () => {
  const dice = createRandom(8)
  const plain = Uint8Array.from({ length: 5_000_000 }, (_, i) => (i % 97 < 90 ? i >> 16 : dice.integer(256)))
  const packed = zlibSync(plain)
  const source = () => inflatedSource(memorySource('', packed), 0, packed.length)
  test('are read where they are asked for, forwards and backwards', () => {
    const inflated = source()
    for (const at of [0, 10, 4_999_000, 3_000_000, 3_000_100, 2_500_000, 0, 4_000_000])
      expect(inflated.read(at, 1000)).toEqual(plain.slice(at, at + 1000))
    expect(inflated.read(4_999_990, 1000)).toEqual(plain.slice(4_999_990))
    expect(inflated.read(9_000_000, 10).length).toBe(0)
  })
  test('that are damaged are told with their place', () => {
    const broken = packed.slice()
    broken.fill(255, 2000, 2100)
    expect(() => inflatedSource(memorySource('', broken), 0, broken.length).read(6_000_000, 10)).toThrow(/At byte \d+/)
  })
})
