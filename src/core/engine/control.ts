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

/** Looks at the word before a sleep. Phases are shorter than a wake-up, so waiting threads look long (about 0.1 ms) as long
 *  as that pays. Where it does not, because the others wait for this core, looking keeps them from it: then threads look
 *  briefly, and long only now and then, to find out. */
const looks = { long: 20_000, brief: 500, failures: 3, every: 16 }
/** A sleeping thread looks at the stop word this often, milliseconds. */
const napMs = 20

export function createBarrier(control: Int32Array): Barrier {
  const isPassed = createPatience(control)
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
    if (isPassed(generation)) return
    while (Atomics.load(control, word.generation) === generation) {
      Atomics.wait(control, word.generation, generation, napMs)
      throwIfStopped(control)
    }
  }
}

/** Looks for a while whether the barrier of this generation is passed. */
function createPatience(control: Int32Array): (generation: number) => boolean {
  let failures = 0
  return (generation) => {
    const isLong = failures < looks.failures || failures % looks.every === 0
    const most = isLong ? looks.long : looks.brief
    for (let i = 0; i < most; i++) {
      if (Atomics.load(control, word.generation) === generation) continue
      if (isLong) failures = 0
      return true
    }
    failures++
    return false
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
