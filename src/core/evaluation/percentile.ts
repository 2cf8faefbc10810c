import type { LatencyFigure } from '../domain/session'

/** Value below which `share` (0…1) of the values lie, interpolated between neighbours. NaN for no values. */
export function percentile(values: ArrayLike<number>, share: number): number {
  if (values.length === 0) return NaN
  const sorted = Float64Array.from(values).sort()
  const place = Math.min(1, Math.max(0, share)) * (sorted.length - 1)
  const below = Math.floor(place)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below]! + (place - below) * (sorted[above]! - sorted[below]!)
}

/** Median and 95th percentile; null for no values. */
export function latencyFigure(valuesMs: ArrayLike<number>): LatencyFigure | null {
  return valuesMs.length === 0 ? null : { p50: percentile(valuesMs, 0.5), p95: percentile(valuesMs, 0.95) }
}
