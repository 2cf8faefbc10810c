/** A selection has settled when the median of its neurons' normalised entropies is at or below this. */
export const convergedEntropy = 0.15

/** −Σ p ln p / ln n of each row, 0 (one certain) … 1 (all alike); 0 where there is one choice only. */
export const normalisedEntropies = (probabilities: readonly (readonly number[])[]): number[] =>
  probabilities.map((row) => {
    if (row.length < 2) return 0
    const entropy = row.reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0)
    return entropy / Math.log(row.length)
  })

/** 0 for an empty list: nothing is open. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return 0
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
