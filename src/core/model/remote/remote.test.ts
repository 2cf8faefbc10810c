import { describe, expect, it } from 'vitest'
import { AppError } from '../../domain/error'
import { createRandom } from '../../domain/random'
import { publishedNetwork, type Parameters } from '../../domain/model'
import { pickExamples, separateExamples, type Examples } from '../../domain/examples'
import type { Learner, LearnerBatch, LearnerSpec, StepSettings } from '../learner'
import type { LearnerPort } from '../learnerPort'
import { createRemoteLearners } from './client'
import { compact } from './compact'
import { serveLearners } from './server'

const spec: LearnerSpec = {
  network: publishedNetwork,
  mode: 'select',
  channels: 4,
  neurons: 2,
  samples: 100,
  classes: 3,
}
const settings: StepSettings = {
  temperature: 1,
  threshold: 1.5,
  penaltyWeight: 0.1,
  weightDecay: 0,
  learningRate: 1e-3,
  alphaRate: 1e-2,
}

/** Two ends in one process: every message is cloned and arrives later, as between processes. */
function createPortPair() {
  const sizes: number[] = []
  const posted: { call?: string }[] = []
  const lose: ((why: string) => void)[] = []
  const listeners: ((message: unknown) => void)[] = []
  const end = (own: number): LearnerPort => ({
    post(message) {
      const copy: unknown = structuredClone(message)
      if (own === 0) {
        posted.push(copy as { call?: string })
        sizes.push(sizeOf(copy))
      }
      setTimeout(() => listeners[1 - own]?.(copy), 0)
    },
    onMessage: (listener) => void (listeners[own] = listener),
    onLost: (listener) => void (lose[own] = listener),
    close: () => lose[1 - own]?.('closed'),
  })
  return { client: end(0), server: end(1), lose, sizes, posted }
}

function sizeOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.buffer.byteLength
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce<number>((sum, part) => sum + sizeOf(part), 0)
}

/** Records what arrives and answers with what was computed from it. */
function createRecorder() {
  const seen: { call: string; examples?: Examples; indices?: Int32Array; batch?: LearnerBatch }[] = []
  let parameters: Parameters = {}
  const sumOf = ({ examples, indices }: LearnerBatch): number =>
    indices.reduce((sum, index) => sum + examples.signals[examples.signalOf[index]!]![0]!, 0)
  const learner: Learner = {
    spec,
    backend: 'wasm',
    load: async (values) => void (parameters = values),
    loadStatistics: async () => {},
    parameters: async () => parameters,
    statistics: async () => null,
    snapshot: async () => ({ parameters, firstMoments: {}, secondMoments: {}, steps: 7, statistics: null }),
    restore: async (snapshot) => void (parameters = snapshot.parameters),
    async step(batch, { learningRate }) {
      seen.push({ call: 'step', batch, examples: batch.examples })
      if (learningRate < 0) throw new AppError({ code: 'learner/memory', message: 'No room', values: { need: 3 } })
      return { loss: sumOf(batch), crossEntropy: 0, penalty: 0, correct: 0, alpha: new Float32Array([1, 2]) }
    },
    gradients: async (batch) => {
      const gradients = { spatial: new Float32Array([sumOf(batch)]) }
      return { loss: 0, crossEntropy: 0, penalty: 0, correct: 0, logits: new Float32Array(3), gradients }
    },
    async evaluate(examples, indices) {
      seen.push({ call: 'evaluate', examples, indices })
      return new Float32Array(indices)
    },
    recomputeStatistics: async () => {
      const one = new Float32Array([1])
      return { bn1Mean: one, bn1Var: one, bn2Mean: one, bn2Var: one }
    },
    dispose: async () => void seen.push({ call: 'dispose' }),
  }
  return { seen, learner }
}

async function connect() {
  const ports = createPortPair()
  const recorder = createRecorder()
  const ended = serveLearners(ports.server, async () => ({
    backend: 'wasm',
    device: 'paper and pencil',
    accelerated: false,
    create: async () => recorder.learner,
  }))
  const learners = await createRemoteLearners(ports.client, 'tensorflow-gpu')
  return { ...ports, ...recorder, ended, learners }
}

const randomExamples = (count: number): Examples => {
  const random = createRandom(3)
  return separateExamples(
    Float32Array.from({ length: count * 400 }, () => random.next() - 0.5),
    4,
    100,
  )
}
const toBatch = (examples: Examples, indices: number[]): LearnerBatch => ({
  examples,
  indices: Int32Array.from(indices),
  labels: new Int32Array(indices.length),
  noise: { kind: 'seeded', seed: 1, step: 2 },
})

describe('learners at the other end of a port', () => {
  it('say what they run on and answer as the learner there does', async () => {
    const { learners, seen } = await connect()
    expect(learners).toMatchObject({ backend: 'tensorflow-gpu', device: 'paper and pencil', accelerated: false })
    const learner = await learners.create(spec)
    const examples = randomExamples(5)
    const result = await learner.step(toBatch(examples, [1, 4]), settings)
    expect(result.loss).toBeCloseTo(examples.signals[1]![0]! + examples.signals[4]![0]!, 12)
    expect(result.alpha).toEqual(new Float32Array([1, 2]))
    expect(seen[0]!.batch!.noise).toEqual({ kind: 'seeded', seed: 1, step: 2 })
    expect(seen[0]!.examples).toEqual(examples)
    await learner.load({ spatial: new Float32Array([3]) })
    expect(await learner.snapshot()).toMatchObject({ parameters: { spatial: new Float32Array([3]) }, steps: 7 })
    expect(await learner.evaluate(examples, Int32Array.of(2, 3))).toEqual(new Float32Array([2, 3]))
  })

  it('get examples once, and their signals once for all that share them', async () => {
    const { learners, posted, seen } = await connect()
    const learner = await learners.create(spec)
    const examples = randomExamples(3)
    const some: Examples = { ...examples, count: 1, signalOf: Int32Array.of(2), startOf: Int32Array.of(0) }
    for (const part of [examples, some, examples]) await learner.evaluate(part, Int32Array.of(0))
    const calls = posted.map(({ call }) => call)
    expect(calls.filter((call) => call === 'keepSignals')).toHaveLength(1)
    expect(calls.filter((call) => call === 'keepExamples')).toHaveLength(2)
    expect(seen.map((entry) => entry.examples)).toEqual([examples, some, examples])
    expect(seen[2]!.examples).toBe(seen[0]!.examples)
    expect(seen[1]!.examples!.signals[2]).toBe(seen[0]!.examples!.signals[2])
  })

  it('have examples forgotten with the last learner that used them', async () => {
    const { learners, posted } = await connect()
    const [first, second] = [await learners.create(spec), await learners.create(spec)]
    const examples = randomExamples(2)
    await first.evaluate(examples, Int32Array.of(0))
    await second.evaluate(examples, Int32Array.of(1))
    await first.dispose()
    expect(posted.at(-1)!.call).toBe('dispose')
    await second.dispose()
    expect(posted.at(-1)).toMatchObject({ call: 'forget', ask: { examples: [3], signals: [1, 2] } })
    const third = await learners.create(spec)
    await third.evaluate(examples, Int32Array.of(1))
    expect(posted.filter(({ call }) => call === 'keepSignals')).toHaveLength(2)
  })

  it('never send the whole buffer that an array is a part of, nor all signals in one message', async () => {
    const { learners, sizes } = await connect()
    const learner = await learners.create({ ...spec, samples: 2_000_000 })
    const wide = separateExamples(new Float32Array(3 * 8_000_000), 4, 2_000_000)
    const order = Int32Array.from({ length: 1000 }, (_, i) => i % 3)
    await learner.evaluate(wide, order.subarray(10, 12))
    expect(Math.max(...sizes)).toBe(32_000_000)
    expect(sizes.at(-1)).toBe(8)
    expect(compact({ a: [order.subarray(0, 1)], b: 'x', c: null })).toEqual({ a: [Int32Array.of(0)], b: 'x', c: null })
    const narrow = pickExamples(wide, [1])
    await learner.evaluate(narrow, Int32Array.of(0))
    expect(Math.max(...sizes.slice(-4))).toBe(2 * 8_000_000)
  })

  it('fail as the learner there fails', async () => {
    const { learners } = await connect()
    const learner = await learners.create(spec)
    const failing = learner.step(toBatch(randomExamples(1), [0]), { ...settings, learningRate: -1 })
    await expect(failing).rejects.toMatchObject({ code: 'learner/memory', data: { values: { need: 3 } } })
    await expect(learner.parameters()).resolves.toEqual({})
  })

  it('are refused when the backend cannot be loaded there', async () => {
    const { client, server } = createPortPair()
    const refusal = { code: 'learner/unsupported', message: 'No graphics card' } as const
    void serveLearners(server, () => Promise.reject(new AppError(refusal)))
    await expect(createRemoteLearners(client, 'webgpu')).rejects.toMatchObject(refusal)
  })

  it('fail with learner/lost, pending calls and later ones, when the other end is gone', async () => {
    const { learners, lose } = await connect()
    const learner = await learners.create(spec)
    const pending = learner.parameters()
    lose[0]!('it ended with SIGTRAP')
    const lost = { code: 'learner/lost', message: /tensorflow-gpu.*SIGTRAP/, data: { detail: 'it ended with SIGTRAP' } }
    await expect(pending).rejects.toMatchObject({ ...lost, message: expect.stringMatching(lost.message) as string })
    await expect(learner.snapshot()).rejects.toMatchObject({ code: 'learner/lost' })
    await expect(learners.create(spec)).rejects.toMatchObject({ code: 'learner/lost' })
  })

  it('are disposed of when the asking end closes', async () => {
    const { learners, ended, seen } = await connect()
    await learners.create(spec)
    await learners.create(spec)
    learners.close()
    await ended
    expect(seen.map(({ call }) => call)).toEqual(['dispose', 'dispose'])
  })
})
