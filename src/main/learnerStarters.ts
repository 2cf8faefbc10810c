import { MessageChannelMain } from 'electron'
import type { BackendName } from '../core/domain/backend'
import type { StartLearner } from './learnerBroker'
import { startLearnerProcess } from './learnerProcess'
import { openWebgpuPage } from './webgpuPage'

const startWebgpu: StartLearner = async (_environment, lost) => {
  const { port1, port2 } = new MessageChannelMain()
  const page = await openWebgpuPage(port1, lost)
  return { port: port2, close: page.close }
}

/** What main starts for training processes that want learners elsewhere. */
export const learnerStarters: Partial<Record<BackendName, StartLearner>> = {
  'tensorflow-gpu': startLearnerProcess,
  webgpu: startWebgpu,
}
