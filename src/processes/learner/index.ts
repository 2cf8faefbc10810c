import { openTensorflow } from '../../jobs/learning/tensorflow/load'
import { createLearnerLine } from '../../ipc/learnerLine'
import type { LearnerPort } from '../../core/model/learnerPort'
import { serveLearners } from '../../core/model/remote/server'
import { programHome } from '../../store/home'

/** Entry of a learner process: serves learners on TensorFlow to whoever started it, until that end is gone. */

// Ctrl-C in a terminal reaches the whole group: whoever started this process ends it, or it would be taken for a crash.
process.on('SIGINT', () => undefined)
const port = process.parentPort ? await channelLine() : parentLine()
await serveLearners(port, () => openTensorflow(programHome()))
process.exit(0)

/** In Electron: main hands over one end of a channel; the other is where the learners are wanted. */
function channelLine(): Promise<LearnerPort> {
  return new Promise((resolve) =>
    process.parentPort.once('message', ({ ports: [end] }) => end && resolve(createLearnerLine(end))),
  )
}

/** In Node: the parent process itself. */
function parentLine(): LearnerPort {
  return {
    post: (message) => void process.send?.(message, undefined, undefined, () => undefined),
    onMessage: (listener) => void process.on('message', listener),
    onLost: (listener) => void process.once('disconnect', () => listener('the parent has gone')),
    close: () => process.disconnect?.(),
  }
}
