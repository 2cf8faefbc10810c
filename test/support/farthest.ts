/** Largest difference in parts of the largest value. */
export function farthest(found: readonly number[], reference: readonly number[]): number {
  const difference = Math.max(...reference.map((value, i) => Math.abs(value - found[i]!)))
  return difference / Math.max(...reference.map(Math.abs))
}
