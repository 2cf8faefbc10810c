import { utilityProcess, type MessagePortMain } from 'electron'
import { join } from 'node:path'
import type { TrainingNews, TrainingOrder } from '../ipc/trainingProcess'

/** Handle on one training process; the job runner and the questions see only this. */
export interface TrainingProcess {
  /** Ports change hands. */
  send(order: TrainingOrder, ports?: MessagePortMain[]): void
  kill(): void
}

/** How a training process comes to be; a test gives a fake. */
export type StartTrainingProcess = (listeners: {
  onNews(news: TrainingNews): void
  onExit(code: number): void
}) => TrainingProcess

export const startTrainingProcess: StartTrainingProcess = ({ onNews, onExit }) => {
  const child = utilityProcess.fork(join(import.meta.dirname, 'training.js'), [], {
    serviceName: 'Sparsecap training',
    stdio: 'inherit',
  })
  child.on('message', (message: TrainingNews) => onNews(message))
  child.on('exit', onExit)
  return { send: (order, ports) => child.postMessage(order, ports), kill: () => void child.kill() }
}
