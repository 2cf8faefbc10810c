import type { BackendName } from '../../core/domain/backend'
import { AppError } from '../../core/domain/error'
import type { LearnerPort } from '../../core/model/learnerPort'
import { createLearnerLine, type ChannelEnd } from '../../ipc/learnerLine'
import type { LearnerNews, LearnerOrder, TrainingOrder } from '../../ipc/trainingProcess'
import type { BackendsElsewhere } from '../../jobs/learning/backendSource'
import { tensorflowPlace } from '../../jobs/learning/tensorflow/elsewhere'
import { learnerEnvironment } from '../../jobs/learning/tensorflow/environment'
import { findInstallation } from '../../jobs/learning/tensorflow/installation'
import { notInstalled } from '../../jobs/learning/tensorflow/load'
import { usualLimits, watchPort } from '../../jobs/learning/watchdog'
import { programHome } from '../../store/home'

/** Learners in processes and pages that main starts for this one. */
export interface Learners {
  readonly elsewhere: BackendsElsewhere
  /** Main's answers; `end` comes with `learner-port`. */
  hear(order: LearnerOrder, end: ChannelEnd | undefined): void
}

export const isLearnerOrder = (order: TrainingOrder): order is LearnerOrder => order.type.startsWith('learner-')

interface Waiting {
  resolve(port: LearnerPort): void
  reject(error: AppError): void
}

export function createLearners(send: (news: LearnerNews) => void): Learners {
  const waiting = new Map<number, Waiting>()
  const lines = new Map<number, ReturnType<typeof createLearnerLine>>()
  let lastId = 0
  const open = (backend: BackendName, environment: Readonly<Record<string, string>>): Promise<LearnerPort> => {
    const requestId = ++lastId
    return new Promise((resolve, reject) => {
      waiting.set(requestId, { resolve, reject })
      send({ type: 'learner-wanted', requestId, backend, environment })
    })
  }
  const toPort = (requestId: number, end: ChannelEnd): LearnerPort => {
    const line = createLearnerLine(end)
    lines.set(requestId, line)
    const close = (): void => {
      line.close()
      lines.delete(requestId)
      send({ type: 'learner-closed', requestId })
    }
    return watchPort({ ...line, close }, usualLimits)
  }
  return {
    elsewhere: {
      'tensorflow-gpu': {
        ...tensorflowPlace(programHome()),
        openPort: async () => open('tensorflow-gpu', tensorflowEnvironment()),
      },
      webgpu: { lack: async () => null, openPort: () => open('webgpu', {}) },
    },
    hear(order, end) {
      const asked = waiting.get(order.requestId)
      waiting.delete(order.requestId)
      if (order.type === 'learner-port') asked?.resolve(toPort(order.requestId, end!))
      else if (order.type === 'learner-refused') asked?.reject(new AppError(order.error))
      else lines.get(order.requestId)?.lose(order.why)
    },
  }
}

function tensorflowEnvironment(): Record<string, string> {
  const home = programHome()
  const installation = findInstallation(home)
  if (!installation) throw notInstalled()
  return learnerEnvironment(home, installation)
}
