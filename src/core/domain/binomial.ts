/** Σ log(i): the logarithm of n over k. */
export function logChoose(n: number, k: number): number {
  let sum = 0
  for (let i = 1; i <= Math.min(k, n - k); i++) sum += Math.log((n - i + 1) / i)
  return sum
}

/** That exactly `k` of `n` independent attempts succeed, each with probability `p` strictly between 0 and 1. */
export const binomialProbability = (k: number, n: number, p: number): number =>
  Math.exp(logChoose(n, k) + k * Math.log(p) + (n - k) * Math.log1p(-p))

/** That `k` or more of `n` attempts succeed. */
export function binomialTail(k: number, n: number, p: number): number {
  if (k <= 0) return 1
  if (p <= 0) return 0
  if (p >= 1) return 1
  let sum = 0
  for (let i = n; i >= k; i--) sum += binomialProbability(i, n, p)
  return Math.min(1, sum)
}
