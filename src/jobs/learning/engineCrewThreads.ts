import { Worker } from 'node:worker_threads'
import { AppError } from '../../core/domain/error'
import { controlBytes, stopReason, stopThreads, word } from '../../core/engine/control'
import type { EngineOrder, ThreadParts } from '../../core/engine/crew'
import { giveOrder, signalBytes, type ThreadNews, type ThreadStart } from './engineCrewOrders'

/** Workers over one shared memory that follow orders together until they are stopped or one is lost. */
export interface CrewThreads {
  /** Runs an order on threads 0 … active − 1; one order at a time. Rejects with `learner/lost` when a thread is lost, with
   *  what `stop` was given, and at once ever after. */
  run(order: EngineOrder, active: number): Promise<void>
  /** Ends the order that runs with this error, without waiting for the threads to leave it. */
  stop(why: AppError): void
  /** Ends all workers; resolves when none is left. */
  dispose(): Promise<void>
}

export interface StartOptions {
  readonly count: number
  /** File of the workers' code (`followOrders`). */
  readonly file: string
}

/** A worker's own heap holds next to nothing: one that grows is wrong, and ends alone instead of taking the process down. */
const resourceLimits = { maxOldGenerationSizeMb: 256 }

/** Starts the workers. Rejects with `learner/lost` when one cannot start; none is left behind then. */
export async function startThreads<Plan>(
  parts: Omit<ThreadParts<Plan>, 'thread'>,
  { count, file }: StartOptions,
): Promise<CrewThreads> {
  const signals = new Int32Array(new SharedArrayBuffer(signalBytes(count)))
  const control = new Int32Array(parts.memory.buffer, 0, controlBytes / Int32Array.BYTES_PER_ELEMENT)
  const start = (thread: number): Worker => {
    const workerData: ThreadStart<Plan> = { parts: { ...parts, thread }, signals }
    return new Worker(file, { workerData, resourceLimits, execArgv: [], name: `engine ${thread}` })
  }
  const workers = Array.from({ length: count }, (_, thread) => start(thread))
  const watch = watchWorkers(workers, control)
  const dispose = async (): Promise<void> => {
    watch.stop(closed())
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
  await watch.untilReady.catch((lost: unknown) => dispose().then(() => Promise.reject(lost)))
  // A program that forgets to dispose can still end.
  for (const worker of workers) worker.unref()
  return {
    run: (order, active) =>
      watch.untilDone(() => {
        Atomics.store(control, word.active, active)
        giveOrder(signals, order, active)
      }),
    stop: watch.stop,
    dispose,
  }
}

interface Waiting {
  resolve(): void
  reject(why: AppError): void
}

/** Turns what workers say, throw and end with into promises. */
function watchWorkers(workers: readonly Worker[], control: Int32Array) {
  let stopped: AppError | null = null
  let waiting: Waiting | null = null
  let starting = workers.length
  const stop = (why: AppError): void => {
    if (stopped) return
    stopped = why
    stopThreads(control, why.code === 'job/cancelled' ? stopReason.cancelled : stopReason.threadLost)
    waiting?.reject(why)
  }
  const hear = (news: ThreadNews, thread: number): void => {
    if (news === 'left') return suspect(thread)
    if (news === 'done' || --starting === 0) waiting?.resolve()
  }
  /** Threads leave when they are stopped from here or by one that failed, whose error is on its way. Anything else in the
   *  stop word was written by a stray kernel. */
  const suspect = (thread: number): void => {
    const reason = Atomics.load(control, word.stop)
    if (reason !== stopReason.failed) stop(lost(thread, `its memory is damaged (${reason} where it is stopped)`))
  }
  workers.forEach((worker, thread) => {
    worker.on('message', (news: ThreadNews) => hear(news, thread))
    worker.on('messageerror', (error) => stop(lost(thread, error.message)))
    worker.on('error', (error) => stop(lost(thread, error instanceof Error ? error.message : String(error))))
    worker.on('exit', (code) => stop(lost(thread, `its worker ended with exit code ${code}`)))
  })
  const untilDone = (begin: () => void): Promise<void> =>
    new Promise((resolve, reject) => {
      if (stopped) return reject(stopped)
      waiting = { resolve, reject }
      begin()
    })
  return { stop, untilDone, untilReady: untilDone(() => undefined) }
}

const lost = (thread: number, why: string): AppError =>
  new AppError({
    code: 'learner/lost',
    message: `Thread ${thread + 1} of the learning engine was lost: ${why}`,
    hint: 'Start the learning again. If it happens again, choose another backend.',
    values: { thread: thread + 1 },
  })

const closed = (): AppError =>
  new AppError({ code: 'learner/lost', message: 'The learning engine was closed', hint: 'Start the learning again.' })
