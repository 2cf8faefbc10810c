import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bundleWorker } from '../../../scripts/engineWorker.mjs'
import { wordsPerThread, type Mishap, type ToyPlan } from '../../../test/support/toyEngine'
import { controlBytes } from '../../core/engine/control'
import { engineOrder, type Crew } from '../../core/engine/crew'
import { createWorkerCrew, type CrewOptions } from './engineCrew'

/** The smallest module: the toy has no kernels, but the parts have a place for them. */
const kernels = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))
const cells = controlBytes / 4
const toyWorker = resolve(import.meta.dirname, '../../../test/support/toyEngineWorker.ts')
const endless = { rounds: 1e9, busyMs: 1 }

let folder = ''
let workerFile = ''
let crews: Crew[] = []
let workers: Worker[] = []
const note = (worker: Worker): number => workers.push(worker)
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sparsecap-crew-'))
  workerFile = join(folder, 'toy.mjs')
  await bundleWorker(toyWorker, workerFile)
  process.on('worker', note)
})
afterAll(() => {
  process.off('worker', note)
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => void (workers = []))
afterEach(async () => {
  await Promise.all(crews.map((crew) => crew.dispose()))
  crews = []
  // Node gives an ended worker the number −1.
  expect(workers.map(({ threadId }) => threadId)).toEqual(workers.map(() => -1))
})

async function start(plan: Omit<ToyPlan, 'cells'>, options: CrewOptions) {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true })
  const words = new Int32Array(memory.buffer)
  const crew = await createWorkerCrew<ToyPlan>({ workerFile, ...options })({
    memory,
    kernels,
    plan: { cells, ...plan },
  })
  crews.push(crew)
  const of = (thread: number) => cells + thread * wordsPerThread
  const roundsDone = (thread: number): number => Atomics.load(words, of(thread))
  return { crew, roundsDone, lastSum: (thread: number) => words[of(thread) + 1] }
}

/** What a promise is rejected with, and after how many milliseconds. */
async function failureOf(promise: Promise<void>) {
  const startedAt = performance.now()
  const error: unknown = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return { error, ms: performance.now() - startedAt }
}

describe('createWorkerCrew', () => {
  it.each([1, 2, 3])('runs an order on %i threads that see each other at every barrier', async (threads) => {
    const { crew, roundsDone, lastSum } = await start({ rounds: 300, busyMs: 0 }, { threads })
    for (let order = 1; order <= 5; order++) {
      await crew.run(engineOrder.evaluate)
      for (let thread = 0; thread < threads; thread++) {
        expect([roundsDone(thread), lastSum(thread)]).toEqual([order * 300, threads * order * 300])
      }
    }
    expect(crew.description).toBe(threads === 1 ? '1 thread' : `${threads} threads`)
  })

  it('leaves the event loop of the caller free while an order runs', async () => {
    const { crew } = await start({ rounds: 50, busyMs: 6 }, { threads: 1 })
    let ticks = 0
    const timer = setInterval(() => ticks++, 5)
    await crew.run(engineOrder.step)
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(15)
  })

  it('goes down to the count of threads that is fastest, and the next crew begins there', async () => {
    const create = createWorkerCrew<ToyPlan>({ workerFile, threads: 'auto' })
    const plan: ToyPlan = { cells, rounds: 2, busyMs: 1, isCrowded: true }
    const parts = () => ({ memory: new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }), kernels, plan })
    crews.push(await create(parts()))
    for (let order = 0; order < 100; order++) await crews[0]!.run(engineOrder.step)
    expect(crews[0]!.description).toBe('1 thread')
    await crews[0]!.dispose()
    crews.push(await create(parts()))
    expect(crews[1]!.description).toBe('1 thread')
  })
})

describe('a cancelled order', () => {
  it('rejects within 100 ms, the threads leave it, and no other order is taken', async () => {
    const cancellation = { requested: false }
    const { crew, roundsDone } = await start(endless, { threads: 2, cancellation })
    const running = crew.run(engineOrder.step)
    await wait(150)
    expect(roundsDone(0)).toBeGreaterThan(5)
    cancellation.requested = true
    const { error, ms } = await failureOf(running)
    expect(error).toMatchObject({ code: 'job/cancelled' })
    expect(ms).toBeLessThan(100)
    await wait(50)
    const rounds = roundsDone(0)
    await wait(50)
    expect(roundsDone(0)).toBe(rounds)
    await expect(crew.run(engineOrder.step)).rejects.toMatchObject({ code: 'job/cancelled' })
  })

  it('rejects within 100 ms also when the threads are far from a barrier', async () => {
    const cancellation = { requested: false }
    const { crew } = await start({ rounds: 1, busyMs: 5000 }, { threads: 2, cancellation })
    const running = crew.run(engineOrder.step)
    await wait(50)
    cancellation.requested = true
    const { error, ms } = await failureOf(running)
    expect(error).toMatchObject({ code: 'job/cancelled' })
    expect(ms).toBeLessThan(100)
  })

  it('does not begin when the request came before', async () => {
    const { crew, roundsDone } = await start(endless, { threads: 2, cancellation: { requested: true } })
    await expect(crew.run(engineOrder.step)).rejects.toMatchObject({ code: 'job/cancelled' })
    expect(roundsDone(0)).toBe(0)
  })
})

describe('a crew that loses a thread', () => {
  const mishaps: [Mishap, RegExp][] = [
    ['throw', /Thread 2 .*lost: a sum is not a number/],
    ['exit', /Thread 2 .*exit code 7/],
    ['memory', /Thread 2 .*memory limit/],
    ['damage', /Thread \d .*memory is damaged/],
  ]
  it.each(mishaps)(
    'rejects the order (%s) with the cause, although the others wait at a barrier',
    async (kind, text) => {
      const mishap = { thread: 1, round: 5, kind }
      const { crew, roundsDone } = await start({ rounds: 1000, busyMs: 0, mishap }, { threads: 3 })
      const { error } = await failureOf(crew.run(engineOrder.step))
      expect(error).toMatchObject({ code: 'learner/lost', message: expect.stringMatching(text) })
      expect(roundsDone(0)).toBeLessThanOrEqual(6)
      expect((await failureOf(crew.run(engineOrder.step))).error).toBe(error)
    },
  )

  it('rejects the order when a worker is terminated from outside', async () => {
    const { crew } = await start(endless, { threads: 3 })
    const running = crew.run(engineOrder.step)
    await wait(50)
    void workers[2]!.terminate()
    const { error, ms } = await failureOf(running)
    expect(error).toMatchObject({ code: 'learner/lost', message: expect.stringMatching(/Thread 3 .*exit code 1/) })
    expect(ms).toBeLessThan(1000)
  })

  it('ends threads that hang and do not look at any word', async () => {
    const mishap = { thread: 0, round: 1, kind: 'hang' as const }
    const { crew } = await start({ rounds: 9, busyMs: 0, mishap }, { threads: 2 })
    const running = failureOf(crew.run(engineOrder.step))
    await wait(50)
    await crew.dispose()
    expect((await running).error).toMatchObject({ code: 'learner/lost' })
  })

  it('says why a worker could not start, and leaves none behind', async () => {
    const mishap = { thread: 1, round: 0, kind: 'start' as const }
    await expect(start({ ...endless, mishap }, { threads: 3 })).rejects.toMatchObject({
      code: 'learner/lost',
      message: expect.stringMatching(/Thread 2 .*no kernels for this processor/),
    })
    expect(workers.length).toBe(3)
  })

  it('says when the file of the workers is missing', async () => {
    const options = { threads: 2, workerFile: join(folder, 'none.mjs') }
    await expect(start(endless, options)).rejects.toMatchObject({ code: 'learner/lost' })
  })
})
