import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Memory of closed engines. It is given back by a garbage collection, but the collector does not count it and would let
 *  gigabytes gather over a sweep of many trainings. */
export interface ClosedMemory {
  add(bytes: number): void
  /** Collects garbage when enough has gathered; some ten milliseconds. For when new memory is about to be filled. */
  release(): void
}

/** Bytes that may gather. */
const tolerated = 128 << 20

export function createClosedMemory(collect: () => void = collectGarbage): ClosedMemory {
  let gathered = 0
  return {
    add(bytes) {
      gathered += bytes
    },
    release() {
      if (gathered < tolerated) return
      gathered = 0
      collect()
    },
  }
}

let collector: (() => void) | null = null

/** What `node --expose-gc` gives, without starting with it. */
function collectGarbage(): void {
  if (!collector) {
    setFlagsFromString('--expose-gc')
    collector = runInNewContext('gc') as () => void
    setFlagsFromString('--no-expose-gc')
  }
  collector()
}
