import type { TrainedModel } from '../../src/core/domain/model'
import { networkOf } from './model'

/** Log-probabilities of the network layer by layer, as published, in double precision: slow, and nothing in common with
 *  the fast form. */
export function layered(using: TrainedModel, window: Float32Array, samples: number): number[] {
  const { network, parameters: p, statistics: s } = networkOf(using)
  const neurons = window.length / samples
  const filters = network.taps.flatMap((taps) =>
    Array.from({ length: network.filtersPerBank }, (_, f) => p[`temporal${taps}`]!.subarray(f * taps, (f + 1) * taps)),
  )
  const normalised = filters.map((taps, f) => {
    const gain = p['bn1Gamma']![f]! / Math.sqrt(s.bn1Var[f]! + network.batchNormEpsilon)
    return Array.from({ length: neurons }, (_, m) =>
      Float64Array.from({ length: samples }, (_, t) => {
        let sum = 0
        taps.forEach((weight, tap) => {
          const at = t + tap - Math.floor(taps.length / 2)
          if (at >= 0 && at < samples) sum += weight * window[m * samples + at]!
        })
        return gain * (sum - s.bn1Mean[f]!) + p['bn1Beta']![f]!
      }),
    )
  })
  const features = Array.from({ length: network.maps }, (_, map) => {
    const squares = Array.from({ length: samples }, (_, t) => {
      let sum = 0
      normalised.forEach((rows, f) =>
        rows.forEach((row, m) => (sum += p['spatial']![(map * filters.length + f) * neurons + m]! * row[t]!)),
      )
      const gain = p['bn2Gamma']![map]! / Math.sqrt(s.bn2Var[map]! + network.batchNormEpsilon)
      return (gain * (sum - s.bn2Mean[map]!) + p['bn2Beta']![map]!) ** 2
    })
    const pooled: number[] = []
    for (let t = 0; t + network.poolLength <= samples; t += network.poolStride) {
      const mean = squares.slice(t, t + network.poolLength).reduce((a, b) => a + b) / network.poolLength
      pooled.push(Math.log(Math.max(mean, network.logFloor)))
    }
    return pooled
  }).flat()
  const logits = Array.from(p['fcBias']!, (bias, c) =>
    features.reduce((sum, value, f) => sum + p['fcWeight']![c * features.length + f]! * value, bias),
  )
  const total = Math.log(logits.reduce((sum, value) => sum + Math.exp(value), 0))
  return logits.map((value) => value - total)
}
