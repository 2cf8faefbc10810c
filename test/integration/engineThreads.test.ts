import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { bundleWorker } from '../../scripts/engineWorker.mjs'
import type { Crew } from '../../src/core/engine/crew'
import { createInlineCrew } from '../../src/core/engine/inlineCrew'
import type { EnginePlan } from '../../src/core/engine/layout'
import { goldenErrors, goldenSpec } from '../../src/core/model/selfTest'
import { createCpuBackend } from '../../src/jobs/learning/cpuBackend'
import { createWorkerCrew } from '../../src/jobs/learning/engineCrew'
import { startThreads } from '../../src/jobs/learning/engineCrewThreads'
import { engineWorkerFile } from '../../src/jobs/learning/engineWorkerFile'
import { readSelfTestCases } from '../../src/jobs/learning/selfTestCases'
import type { EngineFindings } from '../support/engineProbe'
import { engineSizes, interruptLargeStep, largeMemory, learnedBytes } from '../support/engineRuns'
import type { CaseSizes } from '../support/reference/cases'
import { electron, runInUtilityProcess } from '../support/utilityProcess'

const root = resolve(import.meta.dirname, '../..')
const host = { memoryLimitBytes: 1e9 }
const inline = (sizes: CaseSizes): Promise<string> => learnedBytes({ ...host, createCrew: createInlineCrew() }, sizes)

/** A crew whose count of threads is another one for each order. */
async function createRestlessCrew(parts: Parameters<typeof startThreads<EnginePlan>>[0]): Promise<Crew> {
  const counts = [3, 1, 2, 3, 2]
  const threads = await startThreads(parts, { count: 3, file: engineWorkerFile() })
  let orders = 0
  return {
    description: 'one to three threads',
    run: (order) => threads.run(order, counts[orders++ % counts.length]!),
    dispose: () => threads.dispose(),
  }
}

describe('the engine in workers', () => {
  test('meets the golden vectors', async () => {
    const backend = createCpuBackend({ threads: 2 })
    expect([backend.backend, backend.device]).toEqual(['cpu', '2 threads'])
    for (const golden of await readSelfTestCases()) {
      const learner = await backend.create(goldenSpec(golden))
      const errors = await goldenErrors(learner, golden)
      await learner.dispose()
      expect(Math.max(...Object.values(errors)), golden.name).toBeLessThan(3e-5)
    }
  })

  const cases: CaseSizes[] = [engineSizes, { ...engineSizes, mode: 'fixed', neurons: 6, batch: 3 }]
  test.each(cases)('gives the same bytes for any count of threads: $channels channels, batch $batch', async (sizes) => {
    const expected = await inline(sizes)
    for (const threads of [1, 2, 3, 5, 'auto'] as const) {
      expect(await learnedBytes({ ...host, createCrew: createWorkerCrew({ threads }) }, sizes)).toBe(expected)
    }
    expect(await learnedBytes({ ...host, createCrew: createRestlessCrew }, sizes)).toBe(expected)
  })

  test('a large step ends within 100 ms of a cancel', async () => {
    const cancellation = { requested: false }
    const createCrew = createWorkerCrew<EnginePlan>({ threads: 2, cancellation })
    const { error, ms, learner } = await interruptLargeStep(
      { createCrew, ...largeMemory },
      () => (cancellation.requested = true),
    )
    await learner.dispose()
    expect(error).toMatchObject({ code: 'job/cancelled' })
    expect(ms).toBeLessThan(100)
  })

  test('a worker that is killed during a large step ends it with a sentence, and none is left', async () => {
    const workers: Worker[] = []
    const note = (worker: Worker): number => workers.push(worker)
    process.on('worker', note)
    const createCrew = createWorkerCrew<EnginePlan>({ threads: 3 })
    // The second of three: those before belong to the engine that had room for small batches only.
    const kill = (): void => void workers.at(-2)!.terminate()
    const { error, ms, learner } = await interruptLargeStep({ createCrew, ...largeMemory }, kill)
    process.off('worker', note)
    expect(error).toMatchObject({ code: 'learner/lost', message: expect.stringMatching(/Thread 2 .*was lost/) })
    expect(ms).toBeLessThan(2000)
    await learner.dispose()
    expect(workers.map(({ threadId }) => threadId)).toEqual(workers.map(() => -1))
  })
})

test.skipIf(electron === null)("works the same in Electron's utility process", async () => {
  const file = join(root, 'out', 'engine', 'engineProbe.js')
  await bundleWorker(join(root, 'test', 'support', 'engineProbe.ts'), file)
  const findings = (await runInUtilityProcess(file)) as EngineFindings
  rmSync(file)
  expect(findings).toMatchObject({ bytes: await inline(engineSizes), cancelCode: 'job/cancelled' })
  expect(findings.worstError).toBeLessThan(3e-5)
  expect(findings.cancelMs).toBeLessThan(100)
})
