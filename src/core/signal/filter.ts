import type { Section } from './butterworth'

/** Filters of all channels with their state. Sample by sample: where a buffer is cut means nothing. */
export interface FilterBank {
  /** Puts `channel` in the state it would have after an endless constant `value`. */
  prime(channel: number, value: number): void
  /** Filters the first `length` samples in place. */
  run(channel: number, buffer: Float64Array, length: number): void
}

/**
 * Cascade of second-order sections, direct form II transposed, in double precision (Oppenheim & Schafer, 3rd ed., 6.4).
 * State: two numbers a section and channel.
 */
export function createFilterBank(sections: readonly Section[], channels: number): FilterBank {
  const states = Array.from({ length: channels }, () => new Float64Array(2 * sections.length))
  return {
    prime(channel, value) {
      const state = states[channel]!
      let input = value
      sections.forEach(({ b0, b1, b2, a1, a2 }, i) => {
        const output = (input * (b0 + b1 + b2)) / (1 + a1 + a2)
        const second = b2 * input - a2 * output
        state[2 * i] = b1 * input - a1 * output + second
        state[2 * i + 1] = second
        input = output
      })
    },
    run(channel, buffer, length) {
      const state = states[channel]!
      for (let i = 0; i < sections.length; i++) runSection(sections[i]!, state, i, buffer, length)
    },
  }
}

// A numeric kernel: five arguments and locals for all that the loop touches keep it free of property reads.
function runSection(section: Section, state: Float64Array, at: number, buffer: Float64Array, length: number): void {
  const { b0, b1, b2, a1, a2 } = section
  let first = state[2 * at]!
  let second = state[2 * at + 1]!
  for (let i = 0; i < length; i++) {
    const input = buffer[i]!
    const output = b0 * input + first
    first = b1 * input - a1 * output + second
    second = b2 * input - a2 * output
    buffer[i] = output
  }
  state[2 * at] = first
  state[2 * at + 1] = second
}
