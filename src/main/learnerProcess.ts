import { MessageChannelMain, utilityProcess } from 'electron'
import { join } from 'node:path'
import { exitText } from './exitText'
import type { StartLearner } from './learnerBroker'

/** Time between the closing of its line, which ends it, and the end by force. */
const graceMs = 1_000

/** Starts a process for learners on TensorFlow. */
export const startLearnerProcess: StartLearner = async (environment, lost) => {
  const { port1, port2 } = new MessageChannelMain()
  const child = utilityProcess.fork(join(import.meta.dirname, 'learner.js'), [], {
    serviceName: 'Sparsecap learner',
    stdio: 'inherit',
    // TensorFlow's own allocator asks for 2 GiB in one piece, at which Electron's ends the process.
    env: { ...process.env, ...environment, TF_ONEDNN_USE_SYSTEM_ALLOCATOR: '1' },
  })
  let timer: NodeJS.Timeout | undefined
  child.on('exit', (code) => {
    clearTimeout(timer)
    lost(`its process ended with ${exitText(code)}`)
  })
  child.postMessage(null, [port1])
  return {
    port: port2,
    close: () => void (timer ??= setTimeout(() => child.kill(), graceMs)),
  }
}
