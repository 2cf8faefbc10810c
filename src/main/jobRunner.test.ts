import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { AnyJobUpdate } from '../ipc/contract'
import type { TrainingNews, TrainingOrder, Work } from '../ipc/trainingProcess'
import { changedStudy, createJobRunner } from './jobRunner'

const importing: Work = { kind: 'import', studyPath: 's', paths: ['a.edf'], keepPartial: false }
const selecting = { kind: 'select', studyPath: 's', request: {} } as unknown as Work
const imported: TrainingNews = { type: 'finished', outcome: { kind: 'import', import: { outcomes: [] } } }

/** Processes that do what the test says, and remember what they were told. */
function createFakes() {
  const processes: {
    orders: TrainingOrder[]
    say(news: TrainingNews): void
    exit(code: number): void
    killed: boolean
  }[] = []
  const updates: AnyJobUpdate[] = []
  const runner = createJobRunner({
    clock: () => 1000,
    changed: (update) => updates.push(update),
    startProcess({ onNews, onExit }) {
      const fake = { orders: [] as TrainingOrder[], say: onNews, exit: onExit, killed: false }
      processes.push(fake)
      return {
        send: (order) => fake.orders.push(order),
        kill() {
          fake.killed = true
          onExit(143)
        },
      }
    },
  })
  const phase = (id: string) => runner.list().find((job) => job.id === id)!.state.phase
  return { runner, processes, updates, phase }
}

test('only a job that left something in the study has changed it', () => {
  const outcome = { path: 'a.edf', fileName: 'a.edf', state: 'imported' as const, problems: [] }
  const importing = (...outcomes: (typeof outcome)[]) => ({ kind: 'import' as const, import: { outcomes, total: 2 } })
  expect(changedStudy({ state: { phase: 'finished', result: { kind: 'import', import: { outcomes: [] } } } })).toBe(
    true,
  )
  expect(changedStudy({ state: { phase: 'finished', result: { kind: 'report', path: 'r' } } })).toBe(false)
  expect(changedStudy({ state: { phase: 'finished', result: { kind: 'export', path: 'e' } } })).toBe(false)
  expect(
    changedStudy({ state: { phase: 'finished', result: { kind: 'backends', statuses: [], notKept: null } } }),
  ).toBe(false)
  expect(changedStudy({ state: { phase: 'failed', error: { code: 'internal', message: 'x' } } })).toBe(false)
  expect(changedStudy({ state: { phase: 'cancelled' }, report: importing() })).toBe(false)
  expect(changedStudy({ state: { phase: 'cancelled' }, report: importing(outcome) })).toBe(true)
  expect(
    changedStudy({ state: { phase: 'running', progress: { step: 'x', done: 1 } }, report: importing(outcome) }),
  ).toBe(false)
})

describe('jobs', () => {
  test('backends are not measured while something is learned, and loading one holds up neither', () => {
    const { runner, phase } = createFakes()
    const learning = runner.start(selecting)
    const checking = runner.start({ kind: 'backends', names: ['cpu'], webgpu: null })
    const loading = runner.start({ kind: 'install-tensorflow', webgpu: null })
    expect([learning, checking, loading, runner.start(importing)].map(phase)).toEqual([
      'running',
      'queued',
      'running',
      'running',
    ])
  })

  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('a job runs in a process of its own and ends with its result', () => {
    const { runner, processes, updates, phase } = createFakes()
    const id = runner.start(importing)
    expect(processes[0]!.orders).toEqual([{ type: 'run', id, work: importing }])
    processes[0]!.say({ type: 'progress', progress: { step: 'x', done: 1, total: 2 } })
    processes[0]!.say(imported)
    expect(phase(id)).toBe('finished')
    expect(processes[0]!.killed).toBe(true)
    expect(updates.map(({ sequence }) => sequence)).toEqual([...updates.keys()])
    expect(runner.busy).toBe(false)
  })

  test('a process that dies fails its job, says so, and lets the next one run', () => {
    const { runner, processes, phase } = createFakes()
    const first = runner.start(selecting)
    const second = runner.start(selecting)
    expect([phase(first), phase(second)]).toEqual(['running', 'queued'])
    processes[0]!.exit(139)
    expect(runner.list()[0]!.state).toMatchObject({
      phase: 'failed',
      error: {
        code: 'job/process-exited',
        message: expect.stringContaining('ended with SIGSEGV before') as string,
        values: { how: 'SIGSEGV' },
      },
    })
    expect(phase(second)).toBe('running')
  })

  test('an import does not wait for a selection', () => {
    const { runner, phase } = createFakes()
    runner.start(selecting)
    expect(phase(runner.start(importing))).toBe('running')
  })

  test('cancelling asks first, and a process that does not answer within 900 ms is killed', () => {
    const { runner, processes, phase } = createFakes()
    const id = runner.start(selecting)
    runner.cancel(id)
    expect(processes[0]!.orders.at(-1)).toEqual({ type: 'cancel' })
    expect(phase(id)).toBe('cancelling')
    processes[0]!.say({ type: 'progress', progress: { step: 'late', done: 9 } })
    expect(phase(id)).toBe('cancelling')
    vi.advanceTimersByTime(899)
    expect(processes[0]!.killed).toBe(false)
    vi.advanceTimersByTime(1)
    expect(processes[0]!.killed).toBe(true)
    expect(phase(id)).toBe('cancelled')
  })

  test('a queued job is cancelled at once, and never starts', () => {
    const { runner, processes, phase } = createFakes()
    runner.start(selecting)
    const id = runner.start(selecting)
    runner.cancel(id)
    expect(phase(id)).toBe('cancelled')
    processes[0]!.exit(0)
    expect(processes).toHaveLength(1)
  })

  test('a final state stays, whatever comes later', () => {
    const { runner, processes, phase, updates } = createFakes()
    const id = runner.start(importing)
    processes[0]!.say(imported)
    const count = updates.length
    processes[0]!.say({ type: 'failed', error: { code: 'internal', message: 'late' } })
    processes[0]!.exit(1)
    expect(phase(id)).toBe('finished')
    expect(updates).toHaveLength(count)
  })
})
