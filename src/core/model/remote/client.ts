import type { BackendName } from '../../domain/backend'
import type { Learner, LearnerBatch, LearnerSpec } from '../learner'
import type { LearnerPort } from '../learnerPort'
import { createCalls, type CallRemote } from './calls'
import type { DeviceLearners, NumberedBatch } from './messages'
import { createSentExamples, type SentExamples } from './sentExamples'

/** Learners that live at the other end of a port. */
export interface RemoteLearners extends DeviceLearners {
  /** Ends the other end. Learners are of no use afterwards. */
  close(): void
}

/** Asks the other end to load its backend. Rejects with what failed there (`learner/unsupported`), or `learner/lost`. */
export async function createRemoteLearners(port: LearnerPort, backend: BackendName): Promise<RemoteLearners> {
  const call = createCalls(port, backend)
  const sent = createSentExamples(call)
  let lastNumber = 0
  const { device, accelerated } = await call('hello', null)
  return {
    backend,
    device,
    accelerated,
    async create(spec) {
      const number = ++lastNumber
      await call('create', { learner: number, spec })
      return toLearner({ call, sent, number, spec, backend })
    },
    close: () => port.close(),
  }
}

interface RemoteLearner {
  readonly call: CallRemote
  readonly sent: SentExamples
  readonly number: number
  readonly spec: LearnerSpec
  readonly backend: BackendName
}

function toLearner({ call, sent, number: learner, spec, backend }: RemoteLearner): Learner {
  const toNumbered = async (batch: LearnerBatch): Promise<NumberedBatch> => ({
    examples: await sent.number(batch.examples, learner),
    indices: batch.indices,
    labels: batch.labels,
    noise: batch.noise,
  })
  return {
    spec,
    backend,
    load: async (parameters) => void (await call('load', { learner, parameters })),
    loadStatistics: async (statistics) => void (await call('loadStatistics', { learner, statistics })),
    parameters: () => call('parameters', { learner }),
    statistics: () => call('statistics', { learner }),
    snapshot: () => call('snapshot', { learner }),
    restore: async (snapshot) => void (await call('restore', { learner, snapshot })),
    async step(batch, settings) {
      return call('step', { learner, batch: await toNumbered(batch), settings }, batch.indices.length)
    },
    async gradients(batch, objective) {
      return call('gradients', { learner, batch: await toNumbered(batch), objective }, batch.indices.length)
    },
    async evaluate(examples, indices) {
      const number = await sent.number(examples, learner)
      return call('evaluate', { learner, examples: number, indices }, indices.length)
    },
    async recomputeStatistics(examples, indices) {
      const number = await sent.number(examples, learner)
      return call('recomputeStatistics', { learner, examples: number, indices }, indices.length)
    },
    async dispose() {
      await call('dispose', { learner })
      await sent.release(learner)
    },
  }
}
