/** The first bytes of an engine's shared memory: how its threads wait for each other and how they are stopped. */
export const controlBytes = 256

/** Indices of 32-bit words. Each that is waited on has a cache line of its own. */
export const word = {
  /** Threads that have reached the barrier. */
  arrived: 0,
  /** Counts barriers that were passed. */
  generation: 16,
  /** Threads that take part in the order that runs. */
  active: 17,
  /** Not 0: every thread leaves at its next barrier or tile (`stopReason`). */
  stop: 32,
} as const

export const stopReason = { cancelled: 1, threadLost: 2, failed: 3 } as const

/** Thrown out of an order when the stop word is set. */
export class Stopped extends Error {}

/** Holds a thread until all active ones are here. Throws `Stopped` when the stop word is set meanwhile. */
export type Barrier = () => void

/** Looks before it sleeps: phases are shorter than a wake-up. */
const spins = 20_000
/** A sleeping thread looks at the stop word this often, milliseconds. */
const napMs = 20

export function createBarrier(control: Int32Array): Barrier {
  return () => {
    throwIfStopped(control)
    const active = Atomics.load(control, word.active)
    if (active === 1) return
    const generation = Atomics.load(control, word.generation)
    if (Atomics.add(control, word.arrived, 1) === active - 1) {
      Atomics.store(control, word.arrived, 0)
      Atomics.add(control, word.generation, 1)
      Atomics.notify(control, word.generation)
      return
    }
    for (let i = 0; i < spins; i++) if (Atomics.load(control, word.generation) !== generation) return
    while (Atomics.load(control, word.generation) === generation) {
      Atomics.wait(control, word.generation, generation, napMs)
      throwIfStopped(control)
    }
  }
}

export function throwIfStopped(control: Int32Array): void {
  if (Atomics.load(control, word.stop) !== 0) throw new Stopped()
}

/** Makes every thread leave; the first reason stays. Wakes those that sleep at a barrier. */
export function stopThreads(control: Int32Array, reason: (typeof stopReason)[keyof typeof stopReason]): void {
  Atomics.compareExchange(control, word.stop, 0, reason)
  Atomics.notify(control, word.generation)
}
