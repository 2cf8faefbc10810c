import { availableParallelism } from 'node:os'
import { AppError } from '../../core/domain/error'
import { neverCancelled, type Cancellation } from '../../core/domain/job'
import { engineOrder, type CreateCrew, type Crew, type EngineOrder } from '../../core/engine/crew'
import { mostThreads } from '../../core/engine/layout'
import { createClosedMemory } from './closedMemory'
import { createThreadCount, type ThreadCount } from './engineCrewCount'
import { startThreads, type CrewThreads } from './engineCrewThreads'
import { engineWorkerFile } from './engineWorkerFile'

export interface CrewOptions {
  /** A count, or `auto`: what a short measurement finds fastest, looked at again now and then. */
  readonly threads?: number | 'auto'
  /** Looked at while an order runs. */
  readonly cancellation?: Cancellation
  /** File of the workers' code; the engine's own when not given. */
  readonly workerFile?: string
}

/** How often a running order looks whether it was cancelled, milliseconds. */
const lookMs = 20

/** Threads that a crew has workers for. */
export const threadLimit = (threads: CrewOptions['threads'] = 'auto'): number =>
  Math.max(1, Math.min(threads === 'auto' ? availableParallelism() : threads, mostThreads))

/** Crews whose threads are workers, so that the caller's event loop stays free while an order runs. The result does not
 *  depend on the count of threads. Crews of one call begin with the count that the one before found. */
export function createWorkerCrew<Plan>(options: CrewOptions = {}): CreateCrew<Plan> {
  const { threads = 'auto', cancellation = neverCancelled } = options
  const most = threadLimit(threads)
  const closed = createClosedMemory()
  let first = most
  return async (parts) => {
    closed.release()
    const workers = await startThreads(parts, { count: most, file: options.workerFile ?? engineWorkerFile() })
    const count = threads === 'auto' ? createThreadCount({ most, first, now: () => performance.now() }) : fixed(most)
    const run = createRun(workers, { count, cancellation })
    let isClosed = false
    const crew: Crew = {
      get description() {
        return describeThreads(count.next)
      },
      run,
      async dispose() {
        if (!isClosed) closed.add(parts.memory.buffer.byteLength)
        isClosed = true
        first = count.next
        await workers.dispose()
      },
    }
    return crew
  }
}

export const describeThreads = (count: number): string => (count === 1 ? '1 thread' : `${count} threads`)

const fixed = (count: number): ThreadCount => ({ next: count, took: () => undefined })

function createRun(workers: CrewThreads, { count, cancellation }: { count: ThreadCount; cancellation: Cancellation }) {
  const stopIfCancelled = (): void => {
    if (cancellation.requested) workers.stop(cancelled())
  }
  return async (order: EngineOrder): Promise<void> => {
    stopIfCancelled()
    const timer = setInterval(stopIfCancelled, lookMs)
    const startedAt = performance.now()
    try {
      await workers.run(order, count.next)
      // Other orders differ in size from one to the next: their times cannot be compared.
      if (order === engineOrder.step) count.took(performance.now() - startedAt)
    } finally {
      clearInterval(timer)
    }
  }
}

const cancelled = (): AppError => new AppError({ code: 'job/cancelled', message: 'Learning was cancelled.' })
