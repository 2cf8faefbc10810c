import { toErrorData } from '../../src/core/domain/error'
import { goldenErrors, goldenSpec } from '../../src/core/model/selfTest'
import { createCpuBackend } from '../../src/jobs/learning/cpuBackend'
import { createWorkerCrew } from '../../src/jobs/learning/engineCrew'
import { readSelfTestCases } from '../../src/jobs/learning/selfTestCases'
import { engineSizes, interruptLargeStep, largeMemory, learnedBytes } from './engineRuns'

/** What the engine does in the process that this module runs in. */
export interface EngineFindings {
  /** Against the golden vectors. */
  readonly worstError: number
  /** `learnedBytes` with two threads. */
  readonly bytes: string
  readonly cancelCode: string
  readonly cancelMs: number
}

async function find(): Promise<EngineFindings> {
  const bytes = await learnedBytes({ createCrew: createWorkerCrew({ threads: 2 }), ...largeMemory }, engineSizes)
  const cancellation = { requested: false }
  const host = { createCrew: createWorkerCrew({ threads: 2, cancellation }), ...largeMemory }
  const { error, ms, learner } = await interruptLargeStep(host, () => (cancellation.requested = true))
  await learner.dispose()
  return { worstError: await worstGoldenError(), bytes, cancelCode: toErrorData(error).code, cancelMs: ms }
}

async function worstGoldenError(): Promise<number> {
  const backend = createCpuBackend({ threads: 2 })
  let worst = 0
  for (const golden of await readSelfTestCases()) {
    const learner = await backend.create(goldenSpec(golden))
    worst = Math.max(worst, ...Object.values(await goldenErrors(learner, golden)))
    await learner.dispose()
  }
  return worst
}

process.parentPort.postMessage(await find().catch(toErrorData))
