import { controlBytes } from '../../src/core/engine/control'
import type { EngineThread, ThreadParts } from '../../src/core/engine/crew'

/** What the toy engine does in an order: `cells` are added up over and over, with a barrier after each round. */
export interface ToyPlan {
  /** Index of the first of three 32-bit words per thread: rounds done, sum seen in the last round, active threads. */
  readonly cells: number
  readonly rounds: number
  /** Milliseconds that a thread is busy in each round, times the count of threads if they are in each other's way. */
  readonly busyMs: number
  readonly isCrowded?: boolean
  readonly mishap?: { readonly thread: number; readonly round: number; readonly kind: Mishap }
}

export type Mishap = 'throw' | 'exit' | 'memory' | 'damage' | 'hang' | 'start'
export const wordsPerThread = 3

export function createToyThread({ memory, plan, thread }: ThreadParts<ToyPlan>): EngineThread {
  const words = new Int32Array(memory.buffer)
  const own = plan.cells + thread * wordsPerThread
  if (plan.mishap?.kind === 'start' && plan.mishap.thread === thread) throw new Error('no kernels for this processor')
  return {
    run(_order, active, barrier) {
      for (let round = 0; round < plan.rounds; round++) {
        if (plan.mishap?.thread === thread && plan.mishap.round === round) suffer(plan.mishap.kind, words)
        beBusy(plan.isCrowded ? plan.busyMs * active : plan.busyMs)
        words[own]!++
        barrier()
        let sum = 0
        for (let other = 0; other < active; other++) sum += words[plan.cells + other * wordsPerThread]!
        words[own + 1] = sum
        barrier()
      }
      words[own + 2] = active
    },
  }
}

function suffer(kind: Mishap, words: Int32Array): void {
  if (kind === 'damage') return void words.fill(1_061_974_880, 0, controlBytes / Int32Array.BYTES_PER_ELEMENT)
  if (kind === 'throw') throw new Error('a sum is not a number')
  if (kind === 'exit') process.exit(7)
  const hoard: unknown[] = []
  for (;;) if (kind === 'memory') hoard.push(Array.from({ length: 1000 }, () => ({})))
}

function beBusy(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until);
}
