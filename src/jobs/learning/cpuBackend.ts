import type { Cancellation } from '../../core/domain/job'
import { createEngineLearner, engineDemand } from '../../core/engine/engineLearner'
import type { LearnerFactory } from '../../core/model/learner'
import { createWorkerCrew, describeThreads, threadLimit } from './engineCrew'
import type { OpenBackend } from './backendSource'
import { memoryLimit } from './memoryLimit'

export interface CpuOptions {
  /** A count, or `auto` (the default): as many as are fastest at the time. */
  readonly threads?: number | 'auto'
  /** Ends a step that runs within 100 ms of a request. */
  readonly cancellation?: Cancellation
  /** Bytes that a learner may take; 40 % of what there is when not given. */
  readonly memoryLimitBytes?: number
}

/** Our own engine on the processor. Its learners compute the same to the bit for any count of threads. */
export function createCpuBackend(options: CpuOptions = {}): LearnerFactory & Pick<OpenBackend, 'demand'> {
  const { threads, cancellation } = options
  const memoryLimitBytes = memoryLimit(options.memoryLimitBytes)
  const host = { createCrew: createWorkerCrew({ threads, cancellation }), memoryLimitBytes }
  return {
    backend: 'cpu',
    device: describeThreads(threadLimit(threads)),
    create: (spec) => createEngineLearner(spec, host),
    demand({ spec, batch, examples }) {
      const { total } = engineDemand(spec, { batch, examples, limitBytes: memoryLimitBytes })
      return { predictedBytes: total, limitBytes: memoryLimitBytes }
    },
  }
}
