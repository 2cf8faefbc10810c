import { beforeEach, describe, expect, it } from 'vitest'
import { publishedNetwork } from '../../domain/model'
import type { Learner } from '../learner'
import type { LearnerPort } from '../learnerPort'
import { createCalls } from './calls'
import type { Reply } from './messages'
import { serveLearners } from './server'

/** A port whose other end is this test. */
function createPort() {
  let hear: (message: unknown) => void = () => undefined
  const posted: unknown[] = []
  const port: LearnerPort = {
    post: (message) => void posted.push(message),
    onMessage: (listener) => void (hear = listener),
    onLost: () => undefined,
    close: () => undefined,
  }
  return { port, posted, say: (message: unknown) => hear(message) }
}

const spec = { network: publishedNetwork, mode: 'select', channels: 2, neurons: 1, samples: 10, classes: 2 } as const
const floats = new Float32Array(4)
const noise = { kind: 'seeded', seed: 1, step: 2 } as const
const settings = { temperature: 1, threshold: 1, penaltyWeight: 0, weightDecay: 0, learningRate: 1, alphaRate: 1 }

describe('the end that serves learners', () => {
  let reached: string[]
  let end: ReturnType<typeof createPort>
  beforeEach(() => {
    reached = []
    end = createPort()
    const learner = new Proxy({} as Learner, {
      get: (_, name) => {
        // No promise: it would be waited for.
        if (name === 'then') return undefined
        return async () => {
          reached.push(String(name))
          return name === 'parameters' ? { alpha: floats } : floats
        }
      },
    })
    const create = async () => learner
    void serveLearners(end.port, async () => ({ backend: 'wasm', device: 'test', accelerated: false, create }))
  })

  let id = 0
  async function ask(call: string, question: unknown, work: unknown = 0): Promise<Reply> {
    end.say({ id: ++id, call, ask: question, work })
    while (!end.posted.some((reply) => (reply as Reply).id === id)) await new Promise((done) => setTimeout(done))
    return end.posted.at(-1) as Reply
  }
  const faultOf = async (call: string, question: unknown, work?: unknown): Promise<string> => {
    const reply = await ask(call, question, work)
    return 'error' in reply ? reply.error.message : 'It was answered'
  }
  async function prepare(): Promise<void> {
    await ask('create', { learner: 1, spec })
    await ask('keepSignals', [{ number: 1, signal: new Float32Array(40) }])
    await ask('keepExamples', kept())
    reached = []
  }
  const kept = (more: object = {}) => ({
    ...{ number: 2, count: 2, channels: 2, samples: 10, signals: [1] },
    ...{ signalOf: Int32Array.of(0, 0), startOf: Int32Array.of(0, 10) },
    ...more,
  })

  it('answers what has the form of a question', async () => {
    await prepare()
    expect(await ask('parameters', { learner: 1 })).toMatchObject({ value: { alpha: floats } })
    expect(await faultOf('evaluate', { learner: 1, examples: 2, indices: Int32Array.of(0, 1) })).toBe('It was answered')
  })

  it.each(['toString', 'constructor', '__proto__', 'hasOwnProperty', 'reboot'])('knows no call %s', async (call) => {
    expect(await faultOf(call, null)).toBe('No such question: call: Expected a call')
  })

  it('says nothing to what is no question at all', () => {
    for (const message of [null, 7, 'hello', {}, { id: 'x', call: 'hello' }, { id: 1 }, []]) end.say(message)
    expect(end.posted).toEqual([])
  })

  it.each([
    ['create', { learner: 1, spec: { ...spec, channels: -2 } }, 'create: spec.channels'],
    ['create', { learner: 1, spec: { ...spec, network: { ...publishedNetwork, taps: 'many' } } }, 'spec.network.taps'],
    ['create', { learner: '__proto__', spec }, 'create: learner'],
    ['load', { learner: 1, parameters: { alpha: [1, 2] } }, 'load: parameters.alpha'],
    ['keepSignals', [{ number: 1, signal: new Int32Array(2) }], 'keepSignals: 0.signal'],
    [
      'step',
      { learner: 1, settings, batch: { examples: 2, noise, labels: null, indices: null } },
      'step: batch.indices',
    ],
    ['evaluate', null, 'evaluate: '],
  ])('refuses %s with %j before a backend sees it', async (call, question, fault) => {
    await prepare()
    expect(await faultOf(call, question)).toContain(fault)
    expect(reached).toEqual([])
  })

  it('refuses places that are not there, in signals and in examples', async () => {
    await prepare()
    const beyond = [
      kept({ startOf: Int32Array.of(0, 11) }),
      kept({ signalOf: Int32Array.of(0, 1) }),
      kept({ startOf: Int32Array.of(-1, 0) }),
      kept({ count: 3 }),
    ]
    for (const examples of beyond) expect(await faultOf('keepExamples', examples)).not.toBe('It was answered')
    const batch = { examples: 2, indices: Int32Array.of(0, 2), labels: Int32Array.of(0, 1), noise }
    expect(await faultOf('step', { learner: 1, batch, settings }, 2)).toContain('Expected indices below 2, got 2')
    const uneven = { ...batch, indices: Int32Array.of(0) }
    expect(await faultOf('step', { learner: 1, batch: uneven, settings }, 1)).toContain('a label for each index')
    expect(reached).toEqual([])
  })
})

describe('the end that asks', () => {
  const answered = async (call: 'hello' | 'step' | 'statistics', reply: (id: number) => unknown): Promise<unknown> => {
    const { port, posted, say } = createPort()
    const asking = createCalls(port, 'webgpu')(call, null as never)
    say(reply((posted[0] as { id: number }).id))
    return asking
  }
  const step = { loss: NaN, crossEntropy: 1, penalty: 0, correct: 3, alpha: null }

  it('takes an answer of the form of the call, with a loss that is no number any more', async () => {
    expect(await answered('step', (id) => ({ id, value: step }))).toEqual(step)
    expect(await answered('statistics', (id) => ({ id, value: null }))).toBeNull()
  })

  it.each([
    ['hello', { value: { device: 7, accelerated: true } }, 'device'],
    ['hello', { value: null }, 'hello'],
    ['step', { value: { ...step, loss: '0.1' } }, 'loss: Expected a number'],
    ['step', { value: { ...step, alpha: [1] } }, 'alpha'],
    ['statistics', { error: { code: 'made-up', message: 'x' } }, 'error.code'],
    ['statistics', { error: 'no' }, 'error'],
  ] as const)('takes a backend that answers %s with %j for lost', async (call, reply, fault) => {
    await expect(answered(call, (id) => ({ id, ...reply }))).rejects.toMatchObject({
      code: 'learner/lost',
      message: expect.stringContaining(fault) as string,
    })
  })

  it('passes a failure on', async () => {
    const error = { code: 'learner/memory', message: 'No room', values: { need: 3 } } as const
    await expect(answered('step', (id) => ({ id, error }))).rejects.toMatchObject({ code: 'learner/memory' })
  })
})
