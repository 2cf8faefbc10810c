import type { BackendName } from '../../core/domain/backend'
import { toErrorData, AppError } from '../../core/domain/error'
import type { JobContext } from '../../core/domain/job'
import type { JobReport } from '../../ipc/contract'
import type { ChannelEnd } from '../../ipc/learnerLine'
import type { Resumption, TrainingNews, TrainingOrder, Work } from '../../ipc/trainingProcess'
import { answer } from './answer'
import { createLearners, isLearnerOrder } from './learners'
import { createThrottle } from './throttle'
import { work, type WorkContext } from './work'

/** Entry of a training process: does one job and reports, or answers questions until it is stopped. */
const port = process.parentPort
const send = (news: TrainingNews): void => port.postMessage(news)
const cancellation = { requested: false }
const learners = createLearners(send)
const aliveEveryMs = 5_000
let pulse: NodeJS.Timeout | undefined

port.on('message', ({ data, ports }: { data: TrainingOrder; ports: ChannelEnd[] }) => {
  if (data.type === 'cancel') cancellation.requested = true
  else if (isLearnerOrder(data)) learners.hear(data, ports[0])
  else if (data.type === 'ask') void reply(data.requestId, data.question)
  else void run(data.work, data.resume)
})

/** Each telling carries the whole report to the page, which draws the head and the curves anew: four a second are enough
 *  to follow, and leave the processor to learning where the window is drawn without a graphics card. */
const tellEveryMs = 250

async function run(order: Work, resume?: Resumption): Promise<void> {
  const progress = createThrottle(tellEveryMs, (value: Parameters<JobContext['progress']>[0]) =>
    send({ type: 'progress', progress: value }),
  )
  const report = createThrottle(tellEveryMs, (value: JobReport) => send({ type: 'report', report: value }))
  const { elsewhere } = learners
  const context: WorkContext = {
    ...{ cancellation, elsewhere, announce },
    ...(resume && { resume }),
    keep: (checkpoint) => send({ type: 'checkpoint', checkpoint }),
    progress: progress.push,
    report: report.push,
  }
  try {
    const outcome = await work(order, context)
    progress.flush()
    report.flush()
    send({ type: 'finished', outcome })
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'job/cancelled') send({ type: 'cancelled' })
    else send({ type: 'failed', error: toErrorData(thrown) })
  }
}

/** While a backend computes here main hears that this process lives. */
function announce(backend: BackendName | null): void {
  send({ type: 'computing', backend })
  clearInterval(pulse)
  if (backend) pulse = setInterval(() => send({ type: 'alive' }), aliveEveryMs)
}

async function reply(requestId: number, question: Parameters<typeof answer>[0]): Promise<void> {
  try {
    send({ type: 'answer', requestId, answer: await answer(question, learners.elsewhere) })
  } catch (thrown) {
    send({ type: 'refused', requestId, error: toErrorData(thrown) })
  }
}
