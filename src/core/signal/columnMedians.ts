import { sampleKernels } from './sampleKernels'

/** A table within `values`: row r begins at `at + r · stride`. */
export interface Table {
  readonly at: number
  readonly rows: number
  readonly stride: number
  readonly columns: number
}

/** Middle value of each column, the mean of two; NaN without a row. No value may be NaN. */
export function columnMedians(values: Float32Array, { at, rows, stride, columns }: Table): Float64Array {
  if (rows === 0) return new Float64Array(columns).fill(NaN)
  const pairs = sortingNetwork(rows)
  // Three columns more than there are: four are taken at a time.
  const spare = 4
  const pairsAt = Math.ceil((rows * columns + spare) / 2) * 2
  const columnAt = pairsAt + pairs.length
  const medianAt = columnAt + 4 * rows
  const kernels = sampleKernels.withBytes(4 * (medianAt + 2 * (columns + spare)))
  const { float32, float64, uint32 } = kernels
  for (let row = 0; row < rows; row++)
    float32.set(values.subarray(at + row * stride, at + row * stride + columns), row * columns)
  uint32.set(pairs, pairsAt)
  kernels.medians(0, rows, columns, 4 * pairsAt, pairs.length / 2, 4 * columnAt, 4 * medianAt)
  return float64.slice(medianAt / 2, medianAt / 2 + columns)
}

const rowBytes = 16
let network = { rows: 0, pairs: new Uint32Array(0) }

/**
 * Which rows are put in order, one pair after the other, as byte offsets: merge exchange for any number of rows, D. E. Knuth, The Art
 * of Computer Programming 3, algorithm 5.2.2M, after Batcher.
 */
function sortingNetwork(rows: number): Uint32Array {
  if (network.rows === rows) return network.pairs
  const pairs: number[] = []
  const half = rows < 2 ? 0 : 2 ** (Math.ceil(Math.log2(rows)) - 1)
  for (let p = half; p > 0; p >>= 1)
    for (let q = half, r = 0, d = p; ; [d, q, r] = [q - p, q >> 1, p]) {
      for (let i = 0; i < rows - d; i++) if ((i & p) === r) pairs.push(i * rowBytes, (i + d) * rowBytes)
      if (q === p) break
    }
  network = { rows, pairs: Uint32Array.from(pairs) }
  return network.pairs
}
