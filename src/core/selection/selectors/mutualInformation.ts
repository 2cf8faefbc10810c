import { logPowers } from './fisher'
import type { TrialCovariances } from './trialCovariances'

/** Neighbours within a class. */
const neighbours = 3

/**
 * Information between the log powers of a site, all bands at once, and the class, nats: by the distance to the third neighbour of
 * the same class and the number of trials of all classes within it (Ross 2014, PLoS ONE 9:e87357, eq. 2; after Kraskov, Stögbauer &
 * Grassberger 2004). The largest difference over the bands is the distance. An estimate may be below zero.
 */
export function mutualInformation(trials: TrialCovariances): Float64Array {
  const powers = logPowers(trials)
  return Float64Array.from({ length: trials.sites }, (_, site) =>
    informationOf(
      powers.map((band) => band[site]!),
      trials,
    ),
  )
}

function informationOf(
  bands: readonly Float64Array[],
  { classOfTrial, classes }: Pick<TrialCovariances, 'classOfTrial' | 'classes'>,
): number {
  const count = classOfTrial.length
  const sizes = Array.from({ length: classes }, (_, c) => classOfTrial.filter((label) => label === c).length)
  let [sum, used] = [0, 0]
  for (let i = 0; i < count; i++) {
    const size = sizes[classOfTrial[i]!]!
    if (size < 2) continue
    const k = Math.min(neighbours, size - 1)
    const distances = Float64Array.from({ length: count }, (_, j) => distance(bands, i, j))
    const own = distances.filter((_, j) => j !== i && classOfTrial[j] === classOfTrial[i]).sort()
    const reach = own[k - 1]!
    const within = distances.reduce((total, value, j) => total + (j !== i && value <= reach ? 1 : 0), 0)
    sum += digamma(k) - digamma(size) - digamma(within)
    used++
  }
  return used === 0 ? 0 : digamma(used) + sum / used
}

function distance(bands: readonly Float64Array[], i: number, j: number): number {
  let largest = 0
  for (const band of bands) largest = Math.max(largest, Math.abs(band[i]! - band[j]!))
  return largest
}

/** ψ(n) for whole n ≥ 1: harmonic numbers less Euler's constant (Abramowitz & Stegun 6.3.2). */
function digamma(n: number): number {
  let value = -0.5772156649015329
  for (let i = 1; i < n; i++) value += 1 / i
  return value
}
