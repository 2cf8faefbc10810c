/**
 * Sums over samples of several channels, flat: Σ x_i `[i]`, Σ x_i x_j `[i, j ≤ i]`, Σ ‖x‖² x_i `[i]`, Σ ‖x‖⁴. What a
 * covariance and its Ledoit–Wolf shrinkage need; sums of parts add up to those of the whole.
 */
export type Moments = Float64Array

const pairs = (channels: number): number => (channels * (channels + 1)) / 2

export const createMoments = (channels: number): Moments => new Float64Array(2 * channels + pairs(channels) + 1)

/** Adds one sample `[channel]` to the sums that begin at `at`. */
export function addSample(moments: Moments, at: number, sample: Float64Array): void {
  const channels = sample.length
  let place = at + channels
  let power = 0
  for (let i = 0; i < channels; i++) {
    const value = sample[i]!
    moments[at + i]! += value
    for (let j = 0; j <= i; j++) moments[place++]! += value * sample[j]!
    power += value * value
  }
  for (let i = 0; i < channels; i++) moments[place++]! += power * sample[i]!
  moments[place]! += power * power
}

/** The same about the mean of `count` samples. */
export interface CentredMoments {
  readonly channels: number
  readonly count: number
  /** Sample covariance with the factor 1 / count, `[channel, channel]`. */
  readonly covariance: Float64Array
  /** Σ ‖x − mean‖⁴ */
  readonly quartic: number
}

/** With m = Σx / n and G = Σ x xᵀ:  Σ‖x−m‖⁴ = Σ‖x‖⁴ + 4 mᵀGm + 2‖m‖² tr G − 4 m·Σ‖x‖²x − 3n‖m‖⁴. */
export function centre(moments: Moments, channels: number, count: number): CentredMoments {
  const mean = moments.subarray(0, channels).map((sum) => sum / count)
  const gram = (i: number, j: number): number => moments[channels + pairs(Math.max(i, j)) + Math.min(i, j)]!
  const covariance = new Float64Array(channels * channels)
  const cubic = channels + pairs(channels)
  let [square, trace, form, turn] = [0, 0, 0, 0]
  for (let i = 0; i < channels; i++) {
    square += mean[i]! ** 2
    trace += gram(i, i)
    turn += mean[i]! * moments[cubic + i]!
    for (let j = 0; j < channels; j++) {
      form += mean[i]! * gram(i, j) * mean[j]!
      covariance[i * channels + j] = gram(i, j) / count - mean[i]! * mean[j]!
    }
  }
  const quartic = moments[cubic + channels]! + 4 * form + 2 * square * trace - 4 * turn - 3 * count * square ** 2
  return { channels, count, covariance, quartic }
}

/** Moments of the rows of `[sample, channel]`. */
export function momentsOf(rows: Float64Array, channels: number): Moments {
  const moments = createMoments(channels)
  for (let at = 0; at < rows.length; at += channels) addSample(moments, 0, rows.subarray(at, at + channels))
  return moments
}
