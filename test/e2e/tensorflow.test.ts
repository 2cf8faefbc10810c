import { join, resolve } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JobId } from '../../src/core/domain/job'
import { createTfLearner } from '../../src/core/model/tfLearner'
import { loadWasmBackend } from '../../src/jobs/learning/wasmBackend'
import { beginCheck, checkedBackend } from '../support/checkedBackend'
import { createCheckProgram } from '../support/checkProgram'
import { farthest } from '../support/farthest'
import { expectGolden, goldenNames, readGolden } from '../support/goldenVectors'
import type { LearnerChecks } from '../support/learnerApp'
import { hasTensorflow, homeWithTensorflow } from '../support/tensorflowHome'
import { trajectoryOf } from '../support/trajectory'
import { apiOf, startWorkbench, type Workbench } from './workbench'

const project = resolve(import.meta.dirname, '../..')

describe.runIf(hasTensorflow)('the real TensorFlow for Node in Electron', () => {
  let home: string
  let remove: () => void
  beforeAll(async () => void ({ home, remove } = await homeWithTensorflow()))
  afterAll(() => remove?.())

  describe('in a utility process', () => {
    const program = createProgram()
    beforeAll(() => program.start())
    afterAll(() => program.stop())

    test('it says what it runs on', async () => {
      const found = await program.call('open', home)
      expect(found).toEqual({ device: 'CPU device of TensorFlow 2.15.1', accelerated: false })
    })

    test.each(goldenNames)('logits, losses and gradients of %s are those of the golden vectors', async (name) => {
      expectGolden(await program.call('golden', readGolden(name)), readGolden(name))
    })

    test('twenty steps are those of the wasm backend', async () => {
      const found = await program.call('trajectory', 20)
      const { tf, device } = await loadWasmBackend()
      const create = async (spec: Parameters<typeof createTfLearner>[1]) =>
        createTfLearner(tf, spec, { backend: 'wasm' })
      const reference = await trajectoryOf({ backend: 'wasm', device, create }, 20)
      for (const quantity of ['losses', 'alpha', 'statistics', 'logits'] as const) {
        expect(farthest(found[quantity], reference[quantity]), quantity).toBeLessThan(1e-5)
      }
      expect(found.resumed).toEqual(found.losses.slice(10))
    })

    test('it ends with its learners', async () => {
      await program.call('close')
      await expect.poll(() => program.call('processes'), { timeout: 5_000 }).toBe(0)
    })

    test.each([
      ['SIGKILL', /^its process ended with SIGKILL$/],
      ['SIGSTOP', /^it hung: no answer within 1.5 s$/],
    ] as const)('after %s it is lost, says so, and leaves no process', async (signal, why) => {
      await program.call('open', home)
      const failure = await program.call('failureAfter', signal)
      expect(failure).toMatchObject({ code: 'learner/lost', detail: expect.stringMatching(why) as string })
      await expect.poll(() => program.call('processes'), { timeout: 5_000 }).toBe(0)
    })
  })

  describe('in the window', () => {
    let workbench: Workbench
    beforeAll(async () => void (workbench = await startWorkbench({ env: { SPARSECAP_HOME: home } })))
    afterAll(() => workbench?.close())

    test('a process that is killed while it is checked is a crashed backend, and the program goes on', async () => {
      const id = await beginTensorflowCheck(workbench)
      await workbench.app.evaluate(async ({ app }) => {
        const find = () => app.getAppMetrics().find(({ name }) => name === 'Sparsecap learner')
        while (!find()) await new Promise((resolve) => setTimeout(resolve, 20))
        process.kill(find()!.pid, 'SIGKILL')
      })
      expect(await checked(workbench, id)).toMatchObject({ state: 'crashed' })
    })

    test('it is proven and measured through a line that main has given to the training process', async () => {
      const status = await checked(workbench, await beginTensorflowCheck(workbench))
      expect(status).toMatchObject({ state: 'usable', device: 'CPU device of TensorFlow 2.15.1', accelerated: false })
      expect(status.worstError).toBeLessThan(1e-4)
      expect(status.stepMs).toBeGreaterThan(0)
      const learners = () =>
        workbench.app.evaluate(
          ({ app }) => app.getAppMetrics().filter(({ name }) => name === 'Sparsecap learner').length,
        )
      await expect.poll(learners, { timeout: 5_000 }).toBe(0)
    })
  })
})

const beginTensorflowCheck = (workbench: Workbench) => beginCheck(apiOf(workbench), 'tensorflow-gpu')
const checked = (workbench: Workbench, id: JobId) => checkedBackend(apiOf(workbench), 'tensorflow-gpu', id)

/** A program of its own around the learner process. */
const createProgram = () =>
  createCheckProgram<LearnerChecks>({ functions: 'learnerChecks', main: 'out/index.js', build: buildProgram })

async function buildProgram(folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: join(folder, 'out'),
      rollupOptions: {
        input: {
          index: join(project, 'test/support/learnerApp.ts'),
          learner: join(project, 'src/processes/learner/index.ts'),
        },
        external: ['electron'],
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  })
}
