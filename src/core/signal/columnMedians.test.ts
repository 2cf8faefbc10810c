import { expect, test } from 'vitest'
import { createRandom } from '../domain/random'
import { columnMedians } from './columnMedians'
import { medianOf } from './median'

test.each(Array.from({ length: 70 }, (_, rows) => rows))(
  'medians over %i rows are those of each column alone',
  (rows) => {
    const random = createRandom(rows)
    const [columns, stride, at] = [1 + (rows % 7), 11, 3]
    const values = Float32Array.from({ length: at + rows * stride }, () => random.integer(40) / 7)
    const expected = Float64Array.from({ length: columns }, (_, column) =>
      medianOf(Float32Array.from({ length: rows }, (_, row) => values[at + row * stride + column]!)),
    )
    expect(columnMedians(values, { at, rows, stride, columns })).toEqual(expected)
  },
)
