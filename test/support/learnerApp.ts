import { app } from 'electron'
import { toErrorData } from '../../src/core/domain/error'
import { createRemoteLearners, type RemoteLearners } from '../../src/core/model/remote/client'
import { goldenErrors, goldenSpec, type Errors, type GoldenCase } from '../../src/core/model/selfTest'
import { createLearnerLine } from '../../src/ipc/learnerLine'
import { watchPort } from '../../src/jobs/learning/watchdog'
import type { LearnerHost } from '../../src/main/learnerBroker'
import { startLearnerProcess } from '../../src/main/learnerProcess'
import { trajectoryOf } from './trajectory'

/** Entry of a program that is nothing but a learner process and someone who learns on it; Playwright calls
 *  `learnerChecks`. */
let learners: RemoteLearners | null = null
let host: LearnerHost | null = null

const checks = {
  async open(home: string): Promise<{ device: string; accelerated: boolean }> {
    let lose: (why: string) => void = () => undefined
    host = await startLearnerProcess({ SPARSECAP_HOME: home, TF_CPP_MIN_LOG_LEVEL: '1' }, (why) => lose(why))
    const line = createLearnerLine(host.port)
    lose = line.lose
    const { close } = host
    const port = { ...line, close: () => (line.close(), close()) }
    learners = await createRemoteLearners(
      watchPort(port, { firstMs: 60_000, callMs: 1_500, exampleMs: 0 }),
      'tensorflow-gpu',
    )
    return { device: learners.device, accelerated: learners.accelerated }
  },

  async golden(golden: GoldenCase): Promise<Errors> {
    const learner = await learners!.create(goldenSpec(golden))
    const errors = await goldenErrors(learner, golden)
    await learner.dispose()
    return errors
  },

  trajectory: (steps: number) => trajectoryOf(learners!, steps),

  /** Sends the process a signal in the middle of a training; what the learner says then. */
  async failureAfter(signal: 'SIGKILL' | 'SIGSTOP') {
    const training = trajectoryOf(learners!, 100_000).then(
      () => null,
      (thrown: unknown) => toErrorData(thrown),
    )
    await new Promise((resolve) => setTimeout(resolve, 300))
    process.kill(pids()[0]!, signal)
    return training
  },

  close: () => learners!.close(),
  processes: () => pids().length,
}
export type LearnerChecks = typeof checks
Object.assign(globalThis, { learnerChecks: checks })

const pids = (): number[] =>
  app
    .getAppMetrics()
    .filter(({ name }) => name === 'Sparsecap learner')
    .map(({ pid }) => pid)
