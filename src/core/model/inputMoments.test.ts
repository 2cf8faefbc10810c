import { describe, expect, it } from 'vitest'
import { createRandom } from '../domain/random'
import { collapse, filterMoments } from './collapse'
import { inputMoments, type InputMoments, type SampleSums } from './inputMoments'
import { relativeError } from './selfTest'

const taps = 65
const half = 32
const rows = 3
const samples = 225

const random = createRandom(3)
const signals = Array.from({ length: rows }, () => Float64Array.from({ length: samples }, () => random.normal() + 0.7))

function sumsOf(): SampleSums {
  const autocorrelation = new Float64Array(taps)
  const edgeSums = new Float64Array(2 * half)
  const edgeGram = new Float64Array(4 * half * half)
  let total = 0
  for (const x of signals) {
    const edges = [...x.subarray(0, half), ...x.subarray(samples - half)]
    for (let t = 0; t < samples; t++) {
      total += x[t]!
      for (let d = 0; d < taps && t + d < samples; d++) autocorrelation[d]! += x[t]! * x[t + d]!
    }
    edges.forEach((value, i) => {
      edgeSums[i]! += value
      edges.forEach((other, j) => (edgeGram[i * 2 * half + j]! += value * other))
    })
  }
  return { total, autocorrelation, edgeSums, edgeGram, count: rows * samples }
}

function momentsByDefinition(): InputMoments {
  const mean = new Float64Array(taps)
  const second = new Float64Array(taps * taps)
  const at = (x: Float64Array, t: number): number => x[t] ?? 0
  for (const x of signals) {
    for (let t = 0; t < samples; t++) {
      for (let i = 0; i < taps; i++) {
        mean[i]! += at(x, t + i - half) / (rows * samples)
        for (let j = 0; j < taps; j++) {
          second[i * taps + j]! += (at(x, t + i - half) * at(x, t + j - half)) / (rows * samples)
        }
      }
    }
  }
  return { mean, second }
}

describe('inputMoments', () => {
  it('equals the moments by their definition', () => {
    const found = inputMoments(sumsOf())
    const reference = momentsByDefinition()
    expect(relativeError(found.mean, reference.mean)).toBeLessThan(1e-12)
    expect(relativeError(found.second, reference.second)).toBeLessThan(1e-12)
  })

  it('would be wrong beyond every tolerance without the terms for the edges, at the kernel too', () => {
    const sums = sumsOf()
    const bare = { ...sums, edgeSums: new Float64Array(2 * half), edgeGram: new Float64Array(4 * half * half) }
    const part = {
      filters: Float64Array.from({ length: 2 * taps }, () => random.normal()),
      gamma: Float32Array.from([1, 1]),
      beta: new Float32Array(2),
      spatial: Float32Array.from([0.5, -0.3]),
      taps,
      maps: 1,
      neurons: 1,
      epsilon: 1e-5,
    }
    const kernelOf = (moments: InputMoments) => collapse(part, filterMoments(part.filters, moments)).kernel
    const reference = momentsByDefinition()
    expect(relativeError(inputMoments(bare).second, reference.second)).toBeGreaterThan(1e-2)
    expect(relativeError(kernelOf(inputMoments(sums)), kernelOf(reference))).toBeLessThan(1e-12)
    expect(relativeError(kernelOf(inputMoments(bare)), kernelOf(reference))).toBeGreaterThan(1e-3)
  })
})
