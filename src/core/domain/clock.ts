/** Time, handed in from outside: tests give a fake. */
export interface Clock {
  /** Wall time, milliseconds since 1970. May jump when the machine's clock is set. */
  nowMs(): number
  /** Milliseconds from an arbitrary start; never goes back. For elapsed times. */
  monotonicMs(): number
}
