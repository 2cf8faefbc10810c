import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../src/core/domain/random'
import { goldenSpec, type GoldenCase, type Nested } from '../../src/core/model/selfTest'
import { caseOf, named, randomSizes, type CaseSizes } from '../support/reference/cases'
import { createReference, type Reference, type ReferenceStatistics } from '../support/reference/network'
import { largest, relativeError, toReferenceBatch, toTensors, type Tensors } from '../support/reference/tensors'

/** Rounding of float64 through the network: 250 times its unit, 2⁻⁵³. */
const rounding = 5e-14

const read = (name: string): GoldenCase =>
  JSON.parse(readFileSync(new URL(`./vectors/${name}.json`, import.meta.url), 'utf8')) as GoldenCase
const flat = (nested: Nested): number[] => (typeof nested === 'number' ? [nested] : nested.flatMap(flat))
const flatAll = (group: Readonly<Record<string, Nested>>): Tensors =>
  toTensors(Object.fromEntries(Object.entries(group).map(([name, values]) => [name, flat(values)])))

function goldenResult(reference: Reference, golden: GoldenCase) {
  const { temperature, threshold, penaltyWeight } = golden
  const batch = {
    x: Float64Array.from(flat(golden.x)),
    labels: Int32Array.from(golden.labels),
    uniforms: golden.uniform === undefined ? null : Float64Array.from(flat(golden.uniform)),
    dropoutMask: null,
  }
  const objective = { temperature, threshold, penaltyWeight, weightDecay: 0 }
  return reference.gradients(flatAll(golden.parameters), batch, objective)
}

for (const form of ['layered', 'algebra'] as const) {
  describe(`the ${form} float64 reference`, () => {
    it.each(['all-1-225', 'all-8-420', 'select-12to5-225', 'select-6to3-300'])('gives the golden %s', (name) => {
      const golden = read(name)
      const found = goldenResult(createReference(goldenSpec(golden), form), golden)
      const { logits, crossEntropy, penalty, gradients } = golden.expected
      expect(relativeError(found.logits, flat(logits))).toBeLessThan(rounding)
      expect(Math.abs(found.crossEntropy - crossEntropy)).toBeLessThan(rounding)
      expect(Math.abs(found.penalty - penalty)).toBeLessThan(rounding)
      for (const [gradient, expected] of Object.entries(gradients!)) {
        if (gradient === 'bn1Beta') expect(largest(found.gradients['bn1Beta']!)).toBeLessThan(rounding)
        else expect(relativeError(found.gradients[gradient]!, flat(expected)), gradient).toBeLessThan(rounding)
      }
    })

    it('gives the golden evaluation under hard selection', () => {
      const golden = read('select-hard-6to3-300')
      const reference = createReference(goldenSpec(golden), form)
      const statistics = flatAll(golden.runningStatistics) as unknown as ReferenceStatistics
      const logits = reference.evaluate(flatAll(golden.parameters), statistics, Float64Array.from(flat(golden.x)))
      expect(relativeError(logits, flat(golden.expected.logits))).toBeLessThan(rounding)
    })
  })
}

describe('the algebra', () => {
  const random = createRandom(20)
  const published: CaseSizes = { channels: 5, neurons: 3, samples: 76, classes: 3, batch: 3 }
  const long: CaseSizes = { channels: 3, neurons: 2, samples: 101, classes: 2, batch: 2, network: { taps: [241, 9] } }
  const sizes = [published, long, ...Array.from({ length: 10 }, () => randomSizes(random, 6000))]
  it.each(sizes.map((size, i) => named(caseOf(size, 100 + i))))('equals the layers: %s', (_, made) => {
    const batch = toReferenceBatch(made.spec, made.batch)
    const parameters = toTensors(made.parameters)
    const [layers, algebra] = (['layered', 'algebra'] as const).map((form) => createReference(made.spec, form))
    const expected = layers!.gradients(parameters, batch, made.objective)
    const found = algebra!.gradients(parameters, batch, made.objective)
    // The variance as a difference, and a batch of one, cost a digit over the layers' two passes.
    const bound = 10 * rounding
    expect(relativeError(found.logits, expected.logits)).toBeLessThan(bound)
    expect(Math.abs(found.loss - expected.loss)).toBeLessThan(bound * (1 + expected.loss))
    for (const [name, gradient] of Object.entries(expected.gradients)) {
      if (name === 'bn1Beta') expect(largest(found.gradients[name]!)).toBeLessThan(bound)
      else expect(relativeError(found.gradients[name]!, gradient), name).toBeLessThan(bound)
    }
    const statistics = layers!.statistics(parameters, batch.x)
    const other = algebra!.statistics(parameters, batch.x)
    for (const [name, values] of Object.entries(statistics)) {
      expect(relativeError(other[name as 'bn1Mean'], values as Float64Array), name).toBeLessThan(bound)
    }
    const logits = layers!.evaluate(parameters, statistics, batch.x)
    expect(relativeError(algebra!.evaluate(parameters, other, batch.x), logits)).toBeLessThan(bound)
  })
})
