import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRemoteLearners, type RemoteLearners } from '../../src/core/model/remote/client'
import { goldenErrors, goldenSpec } from '../../src/core/model/selfTest'
import { createTfLearner } from '../../src/core/model/tfLearner'
import { openForkPort } from '../../src/jobs/learning/tensorflow/forkPort'
import type { LearnerFactory } from '../../src/core/model/learner'
import { loadWasmBackend } from '../../src/jobs/learning/wasmBackend'
import { runCli } from '../support/cli'
import { farthest } from '../support/farthest'
import { expectGolden, goldenNames, readGolden } from '../support/goldenVectors'
import { hasTensorflow, homeWithTensorflow } from '../support/tensorflowHome'
import { trajectoryOf } from '../support/trajectory'

const shortLimits = { firstMs: 60_000, callMs: 700, exampleMs: 0 }

describe.runIf(hasTensorflow)('the real TensorFlow for Node in a process of its own', () => {
  let home: string
  let remove: () => void
  beforeAll(async () => void ({ home, remove } = await homeWithTensorflow()))
  afterAll(() => remove?.())

  async function open(limits?: typeof shortLimits): Promise<{ pid: number; learners: RemoteLearners }> {
    const port = await openForkPort({ home, ...(limits && { limits }) })
    return { pid: port.pid, learners: await createRemoteLearners(port, 'tensorflow-gpu') }
  }

  describe('on its CPU device', () => {
    let learners: RemoteLearners
    beforeAll(async () => void ({ learners } = await open()))
    afterAll(() => learners?.close())

    it('says that it runs there, not on a graphics card', () => {
      expect(learners).toMatchObject({ device: 'CPU device of TensorFlow 2.15.1', accelerated: false })
    })

    it.each(goldenNames)('gives the logits, losses and gradients of %s', async (name) => {
      const golden = readGolden(name)
      const learner = await learners.create(goldenSpec(golden))
      expectGolden(await goldenErrors(learner, golden), golden)
      await learner.dispose()
    })

    it('learns as the wasm backend does for twenty steps, and goes on from a snapshot to the bit', async () => {
      const found = await trajectoryOf(learners, 20)
      const { tf, device } = await loadWasmBackend()
      const reference = await trajectoryOf(
        { backend: 'wasm', device, create: async (spec) => createTfLearner(tf, spec, { backend: 'wasm' }) },
        20,
      )
      for (const quantity of ['losses', 'alpha', 'statistics', 'logits'] as const) {
        expect(farthest(found[quantity], reference[quantity]), quantity).toBeLessThan(1e-5)
      }
      expect(found.resumed).toEqual(found.losses.slice(10))
      expect(found.losses.at(-1)).toBeLessThan(found.losses[0]!)
    })
  })

  it('is lost, and says by what, when its process is killed; the next one learns', async () => {
    const { pid, learners } = await open()
    const training = trajectoryOf(learners, 10_000)
    setTimeout(() => process.kill(pid, 'SIGKILL'), 300)
    await expect(training).rejects.toMatchObject({
      code: 'learner/lost',
      data: { detail: 'its process was ended by SIGKILL', values: { backend: 'tensorflow-gpu' } },
    })
    const next = await open()
    expect((await trajectoryOf(next.learners, 2)).losses).toHaveLength(2)
    next.learners.close()
  })

  it('is lost when it hangs, and does not stay behind', async () => {
    const { pid, learners } = await open(shortLimits)
    // Between two steps, when nothing is compiled any more: an earlier call may take longer.
    const stopped = afterSteps(learners, 3, () => process.kill(pid, 'SIGSTOP'))
    await expect(trajectoryOf(stopped, 10_000)).rejects.toMatchObject({
      code: 'learner/lost',
      data: { detail: 'it hung: no answer within 0.7 s' },
    })
    await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false)
  })

  it('ends with whoever asked for it', async () => {
    const { pid, learners } = await open()
    learners.close()
    await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false)
  })

  it('is tested, measured and chosen by the command line', async () => {
    const env = { SPARSECAP_HOME: home }
    const check = await runCli(['backends', '--check', 'tensorflow-gpu', '--json'], env)
    expect(check.code, check.stderr).toBe(0)
    const { backends } = JSON.parse(check.stdout) as {
      backends: { name: string; worstError: number; stepMs: number }[]
    }
    const status = backends.find(({ name }) => name === 'tensorflow-gpu')!
    expect(status).toMatchObject({ state: 'usable', accelerated: false, device: 'CPU device of TensorFlow 2.15.1' })
    expect(status.worstError).toBeLessThan(1e-4)
    expect(status.stepMs).toBeGreaterThan(0)
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** The same learners; `then` is called once, when the first of them has made this many steps. */
function afterSteps(factory: LearnerFactory, count: number, then: () => void): LearnerFactory {
  let steps = 0
  return {
    ...factory,
    async create(spec) {
      const learner = await factory.create(spec)
      const step: typeof learner.step = async (batch, settings) => {
        const result = await learner.step(batch, settings)
        if (++steps === count) then()
        return result
      }
      return { ...learner, step }
    },
  }
}
