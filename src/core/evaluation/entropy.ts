/** Shannon entropy over its largest value: 0 when one outcome is sure, 1 when all are equally likely. */
export function normalisedEntropy(probabilities: ArrayLike<number>): number {
  if (probabilities.length < 2) return 0
  let entropy = 0
  for (let i = 0; i < probabilities.length; i++) {
    const share = probabilities[i]!
    if (share > 0) entropy -= share * Math.log(share)
  }
  return entropy / Math.log(probabilities.length)
}
