/** Columns that one pass of an inner loop works on at once: as many sums as fit the registers, and none waits for another. */
export const lanes = 5

/** Columns with those that fill up the last pass. */
export const paddedWidth = (columns: number): number => Math.ceil(columns / lanes) * lanes

/** A run of `values`, from `from` up to `to`. */
export interface Run {
  readonly values: Float64Array
  readonly from: number
  readonly to: number
}

/** A place in an array. */
export interface Place {
  readonly values: Float64Array
  readonly at: number
}

/** output[j] += Σ_i run[i] · kernel[i, j], i ascending, for lanes j. */
export function addProducts({ values, from, to }: Run, kernel: Place, output: Place): void {
  const weights = kernel.values
  const sums = output.values
  const { at } = output
  let a = sums[at]!
  let b = sums[at + 1]!
  let c = sums[at + 2]!
  let d = sums[at + 3]!
  let e = sums[at + 4]!
  for (let i = from, k = kernel.at; i < to; i++, k += lanes) {
    const value = values[i]!
    a += value * weights[k]!
    b += value * weights[k + 1]!
    c += value * weights[k + 2]!
    d += value * weights[k + 3]!
    e += value * weights[k + 4]!
  }
  sums[at] = a
  sums[at + 1] = b
  sums[at + 2] = c
  sums[at + 3] = d
  sums[at + 4] = e
}

/** output[j] = Σ rows[r · width + j], r ascending, for lanes j. */
export function sumRows({ values, from, to }: Run, width: number, output: Place): void {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  let e = 0
  for (let i = from; i < to; i += width) {
    a += values[i]!
    b += values[i + 1]!
    c += values[i + 2]!
    d += values[i + 3]!
    e += values[i + 4]!
  }
  const sums = output.values
  const { at } = output
  sums[at] = a
  sums[at + 1] = b
  sums[at + 2] = c
  sums[at + 3] = d
  sums[at + 4] = e
}
