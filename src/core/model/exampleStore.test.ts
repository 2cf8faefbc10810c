import { beforeAll, describe, expect, it } from 'vitest'
import type * as tfjs from '@tensorflow/tfjs-core'
import { loadWasmBackend } from '../../jobs/learning/wasmBackend'
import { gatherExamples, separateExamples } from '../domain/examples'
import { createRandom } from '../domain/random'
import type { StoreLimits, StoreParts } from './exampleStore'
import type { Front, Tf } from './front'
import { createSeparateExamples } from './separateExamples'
import { createStackedExamples } from './stackedExamples'

const [channels, samples, neurons, count] = [3, 7, 2, 200]
const size = channels * samples
const examplesOf = (seed: number) => {
  const random = createRandom(seed)
  return separateExamples(
    Float32Array.from({ length: count * size }, () => random.normal()),
    channels,
    samples,
  )
}
const examples = examplesOf(1)
const indices = Int32Array.of(150, 3, 3, 199, 64, 0)
const roomy: StoreLimits = { kept: 1e9, buffer: 1e9, tensor: Infinity, sets: 8 }

let tf: Tf
let front: Front
beforeAll(async () => {
  tf = (await loadWasmBackend()).tf
  const transform = (x: Float32Array) =>
    tf.tidy(() => tf.mul(tf.tensor2d(x, [x.length / samples, samples]), 2)) as tfjs.Tensor2D
  front = { width: samples, transform } as Partial<Front> as Front
})

const stores = { stacked: createStackedExamples, separate: createSeparateExamples }
const limits = {
  'all in one tensor': roomy,
  'in several tensors': { ...roomy, buffer: 4 * size * 64 },
  'too large to be kept': { ...roomy, kept: 1000 },
  // Fewer than a batch has, and than are transformed at once.
  'in tensors of four': { ...roomy, buffer: 4 * size * 4 },
  'a batch in several tensors, not kept': { ...roomy, buffer: 4 * size * 4, kept: 1000 },
  'one by one': { ...roomy, buffer: 1 },
}

describe.each(Object.entries(stores))('%s examples', (_, create) => {
  const open = (more: StoreLimits) => create({ tf, front, channels, limits: more } satisfies StoreParts)

  it.each(Object.entries(limits))('are mixed, weighed and picked as their samples are: %s', async (_name, limit) => {
    const random = createRandom(2)
    const before = tf.memory().numTensors
    const store = open(limit)
    const batch = store.gather(examples, indices)
    const x = gatherExamples(examples, indices).map((value) => 2 * value)
    const weights = Float32Array.from({ length: indices.length * channels * neurons }, () => random.normal())
    const slopes = Float32Array.from({ length: indices.length * samples * neurons }, () => random.normal())
    const at = (trial: number, channel: number, t: number): number => x[(trial * channels + channel) * samples + t]!

    const mixed = batch.mix(weights)
    expect(mixed.shape).toEqual([samples, indices.length * neurons])
    const expectedMix = mixed.dataSync().map((_value, i) => {
      const [t, trial, m] = [Math.floor(i / (6 * neurons)), Math.floor(i / neurons) % 6, i % neurons]
      return sum(channels, (n) => at(trial, n, t) * weights[(trial * channels + n) * neurons + m]!)
    })
    expectClose(mixed.dataSync(), expectedMix)

    const gradient = tf.tensor3d(slopes, [indices.length, samples, neurons])
    const found = await batch.weightGradients(gradient)
    const expectedGradient = found.map((_value, i) => {
      const [trial, n, m] = [Math.floor(i / (channels * neurons)), Math.floor(i / neurons) % channels, i % neurons]
      return sum(samples, (t) => at(trial, n, t) * slopes[(trial * samples + t) * neurons + m]!)
    })
    expectClose(found, expectedGradient)

    const picked = batch.pick(Int32Array.of(2, 0))
    const expectedPick = picked.dataSync().map((_value, i) => {
      const column = i % 12
      return at(column >> 1, column % 2 === 0 ? 2 : 0, Math.floor(i / 12))
    })
    expectClose(picked.dataSync(), expectedPick)
    const whole = batch.pick(null)
    expect(whole.shape).toEqual([samples, indices.length * channels])
    tf.dispose([mixed, gradient, picked, whole])
    batch.dispose()
    store.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })

  it('are kept for as many sets as there is room for; those not used for longest go', () => {
    const before = tf.memory().numTensors
    const store = open({ ...roomy, kept: 2.5 * 4 * size * count })
    const use = (set: typeof examples): number => {
      store.gather(set, indices).dispose()
      return tf.memory().numTensors - before
    }
    const each = use(examples)
    const [second, third] = [examplesOf(2), examplesOf(3)]
    expect(use(examples)).toBe(each)
    expect(use(second)).toBe(2 * each)
    use(examples)
    expect(use(third)).toBe(2 * each)
    expect(use(examples)).toBe(2 * each)
    store.dispose()
    const few = open({ ...roomy, sets: 3 })
    for (let seed = 1; seed < 9; seed++) few.gather(examplesOf(seed), indices).dispose()
    expect(tf.memory().numTensors - before).toBe(3 * each)
    few.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})

describe('a graphics card', () => {
  it('is never given a larger tensor of examples than its buffers take', () => {
    const buffer = 4 * size * 5
    const largest = { put: 0, made: 0 }
    const watching = {
      width: samples,
      transform: (x: Float32Array) => {
        largest.put = Math.max(largest.put, x.byteLength)
        return front.transform(x)
      },
    } as Partial<Front> as Front
    const gather = tf.gather
    const watched = new Proxy(tf, {
      get: (target, name) =>
        name === 'gather'
          ? (...words: Parameters<typeof gather>) => {
              const made = gather(...words)
              largest.made = Math.max(largest.made, made.size * 4)
              return made
            }
          : (target[name as keyof Tf] as unknown),
    })
    const store = createStackedExamples({ tf: watched, front: watching, channels, limits: { ...roomy, buffer } })
    store.gather(examples, indices).dispose()
    store.dispose()
    expect(largest.put).toBe(buffer)
    expect(largest.made).toBeLessThanOrEqual(buffer)
  })

  it('that cannot hold a result in one piece refuses, before it computes', () => {
    const limits = { ...roomy, tensor: 4 * samples * indices.length * channels - 1 }
    const store = createStackedExamples({ tf, front, channels, limits })
    const batch = store.gather(examples, indices)
    expect(() => batch.pick(null)).toThrow(
      expect.objectContaining({
        code: 'learner/unsupported',
        message: expect.stringContaining('in one piece') as string,
      }),
    )
    batch.pick(Int32Array.of(0, 1)).dispose()
    expect(() => batch.mix(new Float32Array(indices.length * channels * 9))).toThrow('in one piece')
    batch.dispose()
    store.dispose()
  })
})

function sum(length: number, term: (i: number) => number): number {
  let total = 0
  for (let i = 0; i < length; i++) total += term(i)
  return total
}

function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(found.length).toBe(expected.length)
  for (let i = 0; i < found.length; i++) expect(found[i]).toBeCloseTo(expected[i]!, 4)
}
