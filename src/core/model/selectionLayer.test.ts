import { describe, expect, it } from 'vitest'
import { createRandom } from '../domain/random'
import { createAdam } from './adam'
import { classify } from './losses'
import { alphaGradient, duplicatePenalty, gumbelWeights, hardChoice, selectionProbabilities } from './selectionLayer'

const shape = { channels: 5, neurons: 3 }
const random = createRandom(11)
const alpha = Float32Array.from({ length: 15 }, () => random.normal())
const uniforms = Float32Array.from({ length: 30 }, () => 0.01 + 0.98 * random.next())

describe('the selection layer', () => {
  it('gives weights that sum to one for every trial and neuron', () => {
    const weights = gumbelWeights(alpha, uniforms, 0.5, shape)
    for (const start of [0, 1, 2, 15, 16, 17]) {
      const column = Array.from({ length: 5 }, (_, n) => weights[start + n * 3]!)
      expect(column.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5)
    }
  })

  it('follows the noise: the largest of logit plus Gumbel noise wins as the temperature falls', () => {
    const weights = gumbelWeights(alpha, uniforms, 1e-3, shape)
    for (let m = 0; m < 3; m++) {
      const scores = Array.from({ length: 5 }, (_, n) => alpha[n * 3 + m]! - Math.log(-Math.log(uniforms[n * 3 + m]!)))
      const winner = scores.indexOf(Math.max(...scores))
      expect(weights[winner * 3 + m]).toBeGreaterThan(0.99)
    }
  })

  it('has the gradients that differences show, of the weights and of the penalty', () => {
    const slopes = Float32Array.from({ length: 30 }, () => random.normal())
    const value = (logits: Float32Array): number => {
      const weights = gumbelWeights(logits, uniforms, 0.7, shape)
      let sum = 0
      for (let i = 0; i < 30; i++) sum += slopes[i]! * weights[i]!
      return sum
    }
    const found = alphaGradient(gumbelWeights(alpha, uniforms, 0.7, shape), slopes, 0.7, shape)
    const penalty = duplicatePenalty(alpha, 0.6, shape)
    expect(penalty.penalty).toBeGreaterThan(0)
    for (let i = 0; i < alpha.length; i++) {
      const moved = (by: number) => alpha.map((logit, j) => (j === i ? logit + by : logit))
      expect(found[i]).toBeCloseTo((value(moved(1e-2)) - value(moved(-1e-2))) / 2e-2, 3)
      const difference =
        duplicatePenalty(moved(1e-2), 0.6, shape).penalty - duplicatePenalty(moved(-1e-2), 0.6, shape).penalty
      expect(penalty.gradient[i]).toBeCloseTo(difference / 2e-2, 3)
    }
  })

  it('chooses the channel of the largest probability when there is no noise', () => {
    const probabilities = selectionProbabilities(alpha, shape)
    hardChoice(alpha, shape).forEach((channel, neuron) => {
      const row = [...probabilities.subarray(neuron * 5, neuron * 5 + 5)]
      expect(channel).toBe(row.indexOf(Math.max(...row)))
    })
  })
})

describe('losses and Adam', () => {
  it('gives ln 2 and a half-probability gradient for undecided logits', () => {
    const { crossEntropy, gradient } = classify(new Float32Array(4), Int32Array.from([0, 1]))
    expect(crossEntropy).toBeCloseTo(Math.LN2, 12)
    expect([...gradient]).toEqual([-0.25, 0.25, 0.25, -0.25])
  })

  it('moves by one rate in the first step, each parameter by its own', () => {
    const parameters = { slow: new Float32Array([1]), fast: new Float32Array([1]) }
    const gradients = { slow: new Float32Array([3]), fast: new Float32Array([-0.02]) }
    createAdam().step(parameters, gradients, (name) => (name === 'fast' ? 0.1 : 0.001))
    expect(parameters.slow[0]).toBeCloseTo(0.999, 6)
    expect(parameters.fast[0]).toBeCloseTo(1.1, 6)
  })
})
