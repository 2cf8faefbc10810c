import type { StandardiseSpec } from '../domain/signal'

/** Running mean and variance of every channel. */
export interface Standardiser {
  reset(): void
  /** Standardises the first `length` samples in place. */
  run(channel: number, buffer: Float64Array, length: number): void
}

/**
 * Exponential running standardisation (Schirrmeister et al. 2017, Hum. Brain Mapp. 38:5391, doi:10.1002/hbm.23730):
 *     w = max(1/n, factor);  μ += w (x − μ);  σ² += w ((x − μ)² − σ²);  y = (x − μ) / max(σ, epsilon)
 * with n the samples since the start. The weight 1/n makes it causal from the first sample on, where the original
 * scales its first block by that block's own mean and deviation.
 */
export function createStandardiser(spec: StandardiseSpec, channels: number): Standardiser {
  const { factor, epsilon } = spec
  const counts = new Float64Array(channels)
  const means = new Float64Array(channels)
  const variances = new Float64Array(channels)
  return {
    reset() {
      counts.fill(0)
      means.fill(0)
      variances.fill(0)
    },
    run(channel, buffer, length) {
      let count = counts[channel]!
      let mean = means[channel]!
      let variance = variances[channel]!
      for (let i = 0; i < length; i++) {
        count++
        const weight = Math.max(1 / count, factor)
        const value = buffer[i]!
        mean += weight * (value - mean)
        const centred = value - mean
        variance += weight * (centred * centred - variance)
        buffer[i] = centred / Math.max(Math.sqrt(variance), epsilon)
      }
      counts[channel] = count
      means[channel] = mean
      variances[channel] = variance
    },
  }
}
