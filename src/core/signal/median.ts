/** Middle value of those that are numbers, the mean of two; NaN of none. */
export const medianOf = (values: ArrayLike<number>): number => quantileOf(values, 0.5)

/** Linear between order statistics (type 7 of Hyndman & Fan 1996, as numpy has it); NaN of none. What is no number is left out. */
export function quantileOf(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort()
  if (sorted.length === 0) return NaN
  const at = (sorted.length - 1) * share
  const below = sorted[Math.floor(at)]!
  return below + (at - Math.floor(at)) * (sorted[Math.ceil(at)]! - below || 0)
}

/** Middle of values that are all numbers, the mean of two; NaN of none. Puts `values` in another order. */
export function middleOf(values: Float64Array): number {
  const { length } = values
  if (length === 0) return NaN
  const above = nth(values, length >> 1)
  if (length % 2 === 1) return above
  let below = -Infinity
  for (let i = 0; i < length >> 1; i++) if (values[i]! > below) below = values[i]!
  return (below + above) / 2
}

/** The value that would stand at `index` in order; all before it are not larger (C. A. R. Hoare, "Find", CACM 4 (1961) 321). */
function nth(values: Float64Array, index: number): number {
  let [low, high] = [0, values.length - 1]
  while (low < high) {
    const pivot = values[index]!
    let [i, j] = [low, high]
    while (i <= j) {
      while (values[i]! < pivot) i++
      while (values[j]! > pivot) j--
      if (i > j) break
      const value = values[i]!
      values[i++] = values[j]!
      values[j--] = value
    }
    if (j < index) low = i
    if (i > index) high = j
  }
  return values[index]!
}
