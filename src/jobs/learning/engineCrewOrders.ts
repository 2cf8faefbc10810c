import { parentPort, workerData } from 'node:worker_threads'
import { controlBytes, createBarrier, Stopped, stopReason, stopThreads } from '../../core/engine/control'
import type { EngineOrder, EngineThread, ThreadParts } from '../../core/engine/crew'

/** 32-bit words between a crew and its workers, apart from the engine's memory. Those that are waited on or counted down
 *  by several threads have a cache line of their own; each thread has one, so that an order wakes only those it needs. */
const line = 16
const orderWord = (thread: number): number => (thread + 1) * line
/** Active threads that have not ended the order. */
const remainingWord = 0
/** In the line of `orderWord`: what to do and among how many. */
const kindOffset = 1
const activeOffset = 2

export const signalBytes = (threads: number): number => (threads + 1) * line * Int32Array.BYTES_PER_ELEMENT

/** What a worker is started with. */
export interface ThreadStart<Plan> {
  readonly parts: ThreadParts<Plan>
  readonly signals: Int32Array
}

/** What a worker says: once that it can take orders; as the last one to end an order, that it is done; that it left an
 *  order because it was stopped. */
export type ThreadNews = 'ready' | 'done' | 'left'

/** Gives an order to threads 0 … active − 1. All of them have to have ended the one before. */
export function giveOrder(signals: Int32Array, order: EngineOrder, active: number): void {
  Atomics.store(signals, remainingWord, active)
  for (let thread = 0; thread < active; thread++) {
    const word = orderWord(thread)
    signals[word + kindOffset] = order
    signals[word + activeOffset] = active
    Atomics.add(signals, word, 1)
    Atomics.notify(signals, word)
  }
}

/** Body of a worker: follows orders until it is terminated. What a thread throws stops the others and ends the worker
 *  with that error. */
export function followOrders<Plan>(createThread: (parts: ThreadParts<Plan>) => EngineThread): void {
  const { parts, signals } = workerData as ThreadStart<Plan>
  const control = new Int32Array(parts.memory.buffer, 0, controlBytes / Int32Array.BYTES_PER_ELEMENT)
  const thread = createThread(parts)
  const barrier = createBarrier(control)
  const word = orderWord(parts.thread)
  const say = (news: ThreadNews): void => parentPort!.postMessage(news)
  const follow = (): void => {
    thread.run(signals[word + kindOffset] as EngineOrder, signals[word + activeOffset]!, barrier)
    if (Atomics.sub(signals, remainingWord, 1) === 1) say('done')
  }
  say('ready')
  for (let seen = 0; ; seen++) {
    waitForChange(signals, word, seen)
    try {
      follow()
    } catch (thrown) {
      if (!(thrown instanceof Stopped)) {
        stopThreads(control, stopReason.failed)
        throw thrown
      }
      // It stays: its end would be taken for the cause.
      say('left')
    }
  }
}

/** The next order mostly comes sooner than a sleeping thread wakes. */
const spins = 5000

function waitForChange(words: Int32Array, word: number, seen: number): void {
  for (let i = 0; i < spins; i++) if (Atomics.load(words, word) !== seen) return
  while (Atomics.load(words, word) === seen) Atomics.wait(words, word, seen)
}
