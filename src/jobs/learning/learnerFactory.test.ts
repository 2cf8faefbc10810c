import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createFakeBackends, type FakeBackend } from '../../../test/support/fakeBackends'
import type { BackendSwitch } from '../../core/domain/backend'
import type { Learner, LearnerBatch, StepSettings } from '../../core/model/learner'
import { goldenSpec, type GoldenCase } from '../../core/model/selfTest'
import { createBackendRecords, thisMachine } from '../../store/backendRecords'
import { createLearnerFactory } from './learnerFactory'
import type { LearningWish } from './learning'
import { readSelfTestCases } from './selfTestCases'

describe('createLearnerFactory', () => {
  let home: string
  let cases: GoldenCase[]
  beforeAll(async () => void (cases = await readSelfTestCases()))
  beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'backends-'))))
  afterEach(() => rmSync(home, { recursive: true, force: true }))

  function make(...backends: FakeBackend[]) {
    const fakes = createFakeBackends(cases)
    const records = createBackendRecords(thisMachine('1.0.0'), home)
    const sources = backends.map(fakes.toSource)
    const steps: string[] = []
    const context = {
      cancellation: { requested: false },
      progress: ({ step }: { step: string }) => void steps.push(step),
    }
    const start = (wish: Partial<LearningWish> = {}) =>
      createLearnerFactory({ sources, records, cases, now: fakes.now, ...wish }, context)
    return { ...fakes, records, start, steps }
  }
  const createLearner = ({ factory }: Awaited<ReturnType<typeof createLearnerFactory>>): Promise<Learner> =>
    factory.create(goldenSpec(cases[0]!))
  const train = async (learner: Learner, steps: number): Promise<void> => {
    for (let step = 0; step < steps; step++) await learner.step({} as LearnerBatch, {} as StepSettings)
  }

  test('compares what was never tried, once, and learns on the fastest', async () => {
    const first = make({ name: 'cpu', stepMs: 8 }, { name: 'wasm', stepMs: 80 }, { name: 'webgpu', stepMs: 3 })
    const learning = await first.start()
    expect(learning.use).toMatchObject({ backend: 'webgpu', reason: 'fastest', device: 'device of webgpu' })
    expect(first.steps).toEqual(['checking_cpu', 'checking_wasm', 'checking_webgpu'])
    learning.close()
    expect(first.closed.sort()).toEqual(first.opened.sort())

    const again = make({ name: 'cpu', stepMs: 8 }, { name: 'wasm', stepMs: 80 }, { name: 'webgpu', stepMs: 3 })
    await again.start()
    expect(again.steps).toEqual([])
    expect(again.opened).toEqual(['webgpu'])
    // It passed on this machine, with this version and this device.
    expect(again.selfTests).toEqual([])
  })

  test('when all were lost it names each with its reason, and the step at which the learning ended', async () => {
    const { start } = make({ name: 'cpu' }, { name: 'wasm' }, { name: 'tensorflow-gpu', lack: 'not-installed' })
    const why = 'its process ended with SIGKILL'
    const lost = [
      { backend: 'cpu', step: 40, why },
      { backend: 'wasm', step: 90, why },
    ] as const
    await expect(start({ lost })).rejects.toMatchObject({
      data: {
        code: 'learner/none-left',
        message: expect.stringMatching(
          /^cpu stopped \(.*SIGKILL\), wasm stopped \(.*lost at step 90; nothing/,
        ) as string,
        hint: expect.stringContaining('sparsecap backends --check') as string,
        values: { step: 90, cpu: why, wasm: why },
      },
    })
  })

  test('a backend that was put in place since is compared before the next learning', async () => {
    await make({ name: 'cpu', stepMs: 8 }, { name: 'tensorflow-gpu', lack: 'not-installed' }).start()
    const later = make({ name: 'cpu', stepMs: 8 }, { name: 'tensorflow-gpu', stepMs: 2 })
    expect((await later.start()).use).toMatchObject({ backend: 'tensorflow-gpu', reason: 'fastest' })
    expect(later.steps).toEqual(['checking_tensorflow-gpu'])
  })

  test('another device has to prove itself; our own engine does so each time', async () => {
    await make({ name: 'cpu', stepMs: 8 }, { name: 'webgpu', stepMs: 3 }).start()
    const swapped = make({ name: 'cpu', stepMs: 8 }, { name: 'webgpu', stepMs: 3, device: 'another card' })
    expect((await swapped.start()).use.device).toBe('another card')
    expect(swapped.selfTests.length).toBeGreaterThan(0)
    expect(swapped.records.find('webgpu')).toBeNull()
    const own = make({ name: 'cpu', stepMs: 8 })
    await own.start({ backend: 'cpu' })
    expect(own.selfTests.length).toBeGreaterThan(0)
  })

  test('does as the person chose, and tries no other', async () => {
    const { records, start, opened } = make({ name: 'cpu', stepMs: 8 }, { name: 'wasm', stepMs: 80 })
    records.choose('wasm')
    expect((await start()).use).toMatchObject({ backend: 'wasm', reason: 'chosen' })
    expect(new Set(opened)).toEqual(new Set(['wasm']))
  })

  test('where the kept choice does not work the fastest runs, and the reason is told', async () => {
    const { records, start } = make({ name: 'cpu', stepMs: 8 }, { name: 'webgpu', gain: 1.5 })
    records.choose('webgpu')
    const { use } = await start()
    expect(use).toMatchObject({ backend: 'cpu', reason: 'fallback' })
    expect(use.detail).toMatch(/^webgpu computes wrongly here: .* off by 5\.0e-1/)
  })

  test('one that is asked for by name runs or the learning fails, with the way out', async () => {
    const { start } = make({ name: 'cpu' }, { name: 'tensorflow-gpu', lack: 'not-installed' })
    expect((await start({ backend: 'cpu' })).use).toMatchObject({ backend: 'cpu', reason: 'chosen' })
    await expect(start({ backend: 'tensorflow-gpu' })).rejects.toMatchObject({
      code: 'learner/unsupported',
      data: { message: /tensorflow-gpu is not in place on this computer\./, hint: /sparsecap backends/ },
    })
  })

  test('one that passed once and does not come up today is passed over and marked', async () => {
    await make({ name: 'cpu', stepMs: 8 }, { name: 'webgpu', stepMs: 3 }).start()
    const { start, records } = make({ name: 'cpu', stepMs: 8 }, { name: 'webgpu', dies: 'open' })
    expect((await start()).use).toEqual({
      backend: 'cpu',
      device: 'device of cpu',
      reason: 'fallback',
      detail: 'webgpu crashed here: SIGTRAP',
      switches: [],
    })
    expect(records.find('webgpu')?.state).toBe('crashed')
    expect((await start()).use).toMatchObject({ backend: 'cpu', reason: 'only' })
  })

  test('one that dies while learning is marked and closed, and the next learners go to the other at once', async () => {
    await make({ name: 'cpu', stepMs: 8 }, { name: 'webgpu', stepMs: 3 }).start()
    const { start, records, closed, opened } = make({ name: 'cpu', stepMs: 8 }, { name: 'webgpu', dies: 24 })
    const switches: BackendSwitch[] = []
    const learning = await start({ onSwitch: (change) => switches.push(change) })
    expect(learning.factory.backend).toBe('webgpu')
    const learner = await createLearner(learning)
    await train(learner, 40)
    expect((await learner.snapshot()).steps).toBe(40)
    expect(switches).toEqual([{ from: 'webgpu', to: 'cpu', step: 23, why: 'SIGTRAP' }])
    expect(learning.use).toEqual({
      backend: 'cpu',
      device: 'device of cpu',
      reason: 'fallback',
      detail: 'webgpu stopped at step 23: SIGTRAP',
      switches,
    })
    expect(records.find('webgpu')).toMatchObject({ state: 'crashed', detail: 'SIGTRAP' })
    expect(closed).toEqual(['webgpu'])
    await train(await createLearner(learning), 3)
    expect(opened).toEqual(['webgpu', 'cpu'])
  })

  test('one that was never tried takes over only when it is right', async () => {
    await make({ name: 'webgpu', stepMs: 3 }).start()
    const { start } = make({ name: 'webgpu', dies: 24 }, { name: 'wasm', gain: 2 }, { name: 'cpu' })
    const learner = await createLearner(await start({ backend: 'webgpu' }))
    await train(learner, 30)
    expect(learner.backend).toBe('cpu')
  })

  test('goes on without one that took an earlier process along, and says since which step', async () => {
    await make({ name: 'cpu', stepMs: 8 }, { name: 'wasm', stepMs: 80 }, { name: 'webgpu', stepMs: 3 }).start()
    const { start, opened } = make({ name: 'cpu', stepMs: 8 }, { name: 'wasm', stepMs: 80 }, { name: 'webgpu' })
    const lost = [
      { backend: 'webgpu', step: 40, why: 'its process ended with SIGSEGV' },
      { backend: 'cpu', step: 60, why: 'its process ended with SIGKILL' },
    ] as const
    // Lost by an earlier process that told of it in its last checkpoint.
    const switches = [{ from: 'webgpu', to: 'cpu', step: 40, why: 'its process ended with SIGSEGV' }] as const
    const { use, factory } = await start({ backend: 'cpu', lost, switches })
    expect(factory.backend).toBe('wasm')
    expect(opened).toEqual(['wasm'])
    expect(use).toMatchObject({ backend: 'wasm', reason: 'fallback' })
    expect(use.switches).toEqual([
      ...switches,
      { from: 'cpu', to: 'wasm', step: 60, why: 'its process ended with SIGKILL' },
    ])
  })

  test('one that is asked for and has too little memory is refused at once; one that was not gives way later', async () => {
    const { start, closed } = make({ name: 'cpu', stepMs: 8, needsBytes: 900e6 }, { name: 'wasm', stepMs: 80 })
    const size = { spec: goldenSpec(cases[0]!), batch: 64, examples: 100 }
    await expect(start({ backend: 'cpu', sizes: [size] })).rejects.toMatchObject({ code: 'learner/memory' })
    expect(closed).toContain('cpu')
    const learning = await start({ sizes: [size] })
    expect([learning.use.backend, learning.demand]).toEqual(['cpu', null])
    const modest = await make({ name: 'cpu', needsBytes: 2e6 }).start({ backend: 'cpu', sizes: [size] })
    expect(modest.demand).toEqual({ predictedBytes: 2e6, limitBytes: 500e6 })
  })

  test('says of each what is wrong where none works', async () => {
    const { start } = make({ name: 'cpu', gain: 2 }, { name: 'webgpu', lack: 'no-adapter' })
    await expect(start()).rejects.toMatchObject({
      code: 'learner/unsupported',
      data: { message: /cpu computes wrongly here: .*webgpu is given no graphics card on this computer\.$/ },
    })
  })
})
