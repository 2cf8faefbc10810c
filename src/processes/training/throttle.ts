/** Lets at most one value through in `intervalMs`; the newest one wins, and `flush` sends what still waits. */
export interface Throttle<Value> {
  push(value: Value): void
  flush(): void
}

export function createThrottle<Value>(
  intervalMs: number,
  deliver: (value: Value) => void,
  clock = Date.now,
): Throttle<Value> {
  let lastMs = -Infinity
  let waiting: { value: Value } | null = null
  let timer: NodeJS.Timeout | null = null

  const flush = (): void => {
    if (timer) clearTimeout(timer)
    timer = null
    if (!waiting) return
    const { value } = waiting
    waiting = null
    lastMs = clock()
    deliver(value)
  }
  return {
    push(value) {
      waiting = { value }
      const dueInMs = lastMs + intervalMs - clock()
      if (dueInMs <= 0) flush()
      else timer ??= setTimeout(flush, dueInMs)
    },
    flush,
  }
}
