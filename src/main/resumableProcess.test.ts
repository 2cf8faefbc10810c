import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { LostBackend } from '../core/domain/backend'
import type { AnyJobUpdate } from '../ipc/contract'
import type { Resumption, TrainingNews, TrainingOrder, Work } from '../ipc/trainingProcess'
import { createJobRunner } from './jobRunner'
import { withResumption } from './resumableProcess'

const selecting = { kind: 'select', studyPath: 's', request: {}, webgpu: null } as unknown as Work
const checkpointAt = (points: number) =>
  ({ learning: { points: Array(points) }, switches: [] }) as unknown as NonNullable<Resumption['checkpoint']>
const computing = (backend: 'cpu' | 'wasm' | null): TrainingNews => ({ type: 'computing', backend })

/** Jobs whose processes do what the test says, with the marks that were made. */
function createFakes() {
  const processes: {
    orders: TrainingOrder[]
    say(news: TrainingNews): void
    exit(code: number): void
    killed: boolean
  }[] = []
  const marked: LostBackend[] = []
  const updates: AnyJobUpdate[] = []
  const runner = createJobRunner({
    clock: () => 1000,
    changed: (update) => updates.push(update),
    startProcess: withResumption(
      ({ onNews, onExit }) => {
        const fake = { orders: [] as TrainingOrder[], say: onNews, exit: onExit, killed: false }
        processes.push(fake)
        return {
          send: (order) => void fake.orders.push(order),
          kill() {
            if (!fake.killed) queueMicrotask(() => onExit(15))
            fake.killed = true
          },
        }
      },
      (lost) => marked.push(lost),
    ),
  })
  const stateOf = (id: string) => runner.list().find((job) => job.id === id)!
  return { runner, processes, marked, updates, stateOf }
}

describe('a job whose process dies while a backend computes', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('goes on in another process from the last checkpoint, without the backend, which is marked', () => {
    const { runner, processes, marked, stateOf } = createFakes()
    const id = runner.start(selecting)
    const [first] = processes
    first!.say(computing('cpu'))
    first!.say({ type: 'checkpoint', checkpoint: checkpointAt(12) })
    first!.say({ type: 'checkpoint', checkpoint: checkpointAt(120) })
    first!.exit(11)
    const lost = { backend: 'cpu', step: 120, why: 'its process ended with SIGSEGV' }
    expect(marked).toEqual([lost])
    expect(processes[1]!.orders).toEqual([
      { type: 'run', id, work: selecting, resume: { lost: [lost], checkpoint: checkpointAt(120) } },
    ])
    expect(stateOf(id)).toMatchObject({
      state: { phase: 'running', progress: { step: 'job_going_on', done: 120 } },
      lost: [lost],
    })
    processes[1]!.say({ type: 'finished', outcome: { kind: 'export', path: 'x' } })
    expect(stateOf(id)).toMatchObject({ state: { phase: 'finished' }, lost: [lost] })
    expect(runner.busy).toBe(false)
  })

  test('begins anew where there is no checkpoint yet, and ends when nothing is left that was not lost', () => {
    const { runner, processes, marked, stateOf } = createFakes()
    const id = runner.start(selecting)
    processes[0]!.say(computing('cpu'))
    processes[0]!.exit(9)
    expect(processes[1]!.orders[0]).toMatchObject({ resume: { checkpoint: null, lost: [{ backend: 'cpu', step: 0 }] } })
    processes[1]!.say(computing('wasm'))
    processes[1]!.exit(9)
    expect(processes[2]!.orders[0]).toMatchObject({ resume: { lost: [{ backend: 'cpu' }, { backend: 'wasm' }] } })
    processes[2]!.say(computing('wasm'))
    processes[2]!.exit(9)
    expect(processes).toHaveLength(3)
    expect(marked.map(({ backend }) => backend)).toEqual(['cpu', 'wasm'])
    expect(stateOf(id).state).toMatchObject({
      phase: 'failed',
      error: {
        message: expect.stringContaining('ended with SIGKILL') as string,
        hint: expect.stringContaining('by the system, often because memory was short') as string,
      },
    })
  })

  test.each([
    ['nothing has computed', []],
    ['what computed is done', [computing('cpu'), computing(null)]],
  ])('fails as before where %s, and marks nothing', (_, news) => {
    const { runner, processes, marked, stateOf } = createFakes()
    const id = runner.start(selecting)
    for (const one of news) processes[0]!.say(one)
    processes[0]!.exit(9)
    expect(processes).toHaveLength(1)
    expect(marked).toEqual([])
    expect(stateOf(id).state.phase).toBe('failed')
    expect(stateOf(id).lost).toBeUndefined()
  })

  test('that was cancelled ends as cancelled, and its backend has no mark', async () => {
    const { runner, processes, marked, stateOf } = createFakes()
    const id = runner.start(selecting)
    processes[0]!.say(computing('cpu'))
    runner.cancel(id)
    await vi.advanceTimersByTimeAsync(900)
    expect(processes[0]!.killed).toBe(true)
    expect([processes.length, marked.length, stateOf(id).state.phase]).toEqual([1, 0, 'cancelled'])
  })

  test('can be cancelled in the process that goes on', async () => {
    const { runner, processes, stateOf } = createFakes()
    const id = runner.start(selecting)
    processes[0]!.say(computing('cpu'))
    processes[0]!.exit(11)
    runner.cancel(id)
    expect(processes[1]!.orders.at(-1)).toEqual({ type: 'cancel' })
    processes[1]!.say({ type: 'cancelled' })
    expect(stateOf(id).state.phase).toBe('cancelled')
  })

  test('that says nothing for three minutes has hung: it is ended, and another goes on', async () => {
    const { runner, processes, marked } = createFakes()
    runner.start(selecting)
    processes[0]!.say(computing('cpu'))
    for (let i = 0; i < 100; i++) {
      await vi.advanceTimersByTimeAsync(5_000)
      processes[0]!.say({ type: 'alive' })
    }
    expect(processes).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(200_000)
    expect(processes[0]!.killed).toBe(true)
    expect(processes).toHaveLength(2)
    expect(marked).toEqual([{ backend: 'cpu', step: 0, why: 'it hung: no answer within 180 s' }])
    // Its own end comes late and is nobody's.
    processes[0]!.exit(9)
    expect(processes).toHaveLength(2)
  })

  test('may be silent as long as it likes while nothing computes', async () => {
    const { runner, processes } = createFakes()
    runner.start(selecting)
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect([processes.length, runner.busy]).toEqual([1, true])
  })
})
