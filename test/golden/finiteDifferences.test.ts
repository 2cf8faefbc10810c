import { describe, expect, it } from 'vitest'
import { createRandom } from '../../src/core/domain/random'
import { caseOf, named, type CaseSizes, type LearnerCase } from '../support/reference/cases'
import { createReference } from '../support/reference/network'
import { largest, toReferenceBatch, toTensors, type Tensors } from '../support/reference/tensors'

const small = { poolLength: 30, poolStride: 11, filtersPerBank: 2, maps: 3 }

/** Short windows, where the edges are most of the signal, with offsets; then one of everything else at a time. */
const sizes: readonly CaseSizes[] = [
  { channels: 4, neurons: 2, samples: 76, classes: 2, batch: 3 },
  { mode: 'fixed', channels: 3, neurons: 3, samples: 91, classes: 3, batch: 2 },
  { channels: 1, neurons: 1, samples: 100, classes: 4, batch: 2, network: { ...small, taps: [65, 41] } },
  { mode: 'fixed', channels: 1, neurons: 1, samples: 120, classes: 8, batch: 5, network: { ...small, taps: [3] } },
  { channels: 6, neurons: 5, samples: 103, classes: 5, batch: 1, network: { ...small, taps: [9, 81], maps: 1 } },
  { channels: 5, neurons: 2, samples: 133, classes: 2, batch: 3, network: { ...small, taps: [27, 11, 33], maps: 7 } },
  { channels: 3, neurons: 4, samples: 110, classes: 3, batch: 4, network: { ...small, filtersPerBank: 1, dropout: 0 } },
  { channels: 4, neurons: 3, samples: 105, classes: 6, batch: 3, network: { ...small, batchNormEpsilon: 0.2 } },
  { channels: 4, neurons: 3, samples: 105, classes: 3, batch: 3, network: { ...small, logFloor: 0.4 } },
]

/** Slope of `loss` at 0, from four points (error in the fourth power of the step). */
function slopeOf(loss: (step: number) => number, step: number): number {
  return (8 * (loss(step) - loss(-step)) - (loss(2 * step) - loss(-2 * step))) / (12 * step)
}

const lossOf = (made: LearnerCase, form: 'layered' | 'algebra'): ((parameters: Tensors) => number) => {
  const reference = createReference(made.spec, form)
  const batch = toReferenceBatch(made.spec, made.batch)
  return (parameters) => reference.gradients(parameters, batch, made.objective).loss
}

describe('the gradients of the float64 algebra are slopes of its loss', () => {
  it.each(sizes.map((size, i) => named(caseOf(size, 40 + i))))('%s', (_, made) => {
    const random = createRandom(3)
    const parameters = toTensors(made.parameters)
    const loss = lossOf(made, 'algebra')
    const { gradients } = createReference(made.spec, 'algebra').gradients(
      parameters,
      toReferenceBatch(made.spec, made.batch),
      made.objective,
    )
    expect(Object.keys(gradients).sort()).toEqual(Object.keys(parameters).sort())
    for (const [name, gradient] of Object.entries(gradients)) {
      const single = (at: number): Float64Array => gradient.map((_, i) => (i === at ? 1 : 0))
      const directions = [gradient.map(() => random.normal()), single(random.integer(gradient.length))]
      directions.push(single(gradient.indexOf(gradient.reduce((a, b) => (Math.abs(a) > Math.abs(b) ? a : b)))))
      for (const direction of directions) {
        const along = (step: number): number =>
          loss({ ...parameters, [name]: parameters[name]!.map((value, i) => value + step * direction[i]!) })
        const expected = gradient.reduce((sum, value, i) => sum + value * direction[i]!, 0)
        const scale = Math.hypot(...direction) * Math.max(largest(gradient), 1e-2)
        expect(Math.abs(slopeOf(along, 2e-4) - expected) / scale, name).toBeLessThan(1e-8)
      }
    }
  })
})
