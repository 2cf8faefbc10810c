/** The wish to stop, as commands see it. */
interface Wish {
  requested: boolean
}

/** What a process is told from outside. */
export interface Interrupts {
  /** Ctrl-C: the first cancels, the second leaves. */
  press(): void
  /** Asked to end, by a signal or because whoever started it was killed: cancels, and leaves where that takes long. */
  end(exitCode: number): void
}

interface Surroundings {
  nowMs(): number
  say(text: string): void
  leave(exitCode: number): void
  /** Calls later, unless the process has ended by then. */
  later(call: () => void, delayMs: number): void
}

/** A terminal, npm and the script that started us each send us their own signal for one press; none is later than this.
 *  A person takes longer to press again. */
export const onePressMs = 300
/** What was asked to stop answers within a second; then something hangs. */
export const graceMs = 2_000

/** Exit code of a process that Ctrl-C ended: 128 + SIGINT. */
const interrupted = 130

export function createInterrupts(wish: Wish, { nowMs, say, leave, later }: Surroundings): Interrupts {
  let lastPressMs = -Infinity
  return {
    press() {
      const isSamePress = nowMs() - lastPressMs < onePressMs
      if (isSamePress) return
      if (wish.requested) return leave(interrupted)
      lastPressMs = nowMs()
      wish.requested = true
      say('Cancelling… Ctrl-C once more ends at once.\n')
    },
    end(exitCode) {
      wish.requested = true
      later(() => leave(exitCode), graceMs)
    },
  }
}

/** Cancels when this process is told to end: Ctrl-C, SIGTERM, a closed terminal, the death of the script that started it. */
export function watchInterrupts(wish: Wish): void {
  const interrupts = createInterrupts(wish, {
    nowMs: () => performance.now(),
    say: (text) => void process.stderr.write(text),
    leave: (exitCode) => process.exit(exitCode),
    later: (call, delayMs) => void setTimeout(call, delayMs).unref(),
  })
  process.on('SIGINT', () => interrupts.press())
  process.on('SIGTERM', () => interrupts.end(143))
  process.on('SIGHUP', () => interrupts.end(129))
  // Nobody waits for the result of an orphan, and its study should not stay locked.
  process.on('disconnect', () => interrupts.end(137))
  process.channel?.unref()
}
