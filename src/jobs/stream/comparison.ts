import type { DecoderOutput } from '../../core/domain/signal'

/** Holds outputs against recorded ones, bit for bit. */
export interface Comparison {
  take(output: DecoderOutput): void
  /** `complete`: everything that was recorded has been played. */
  result(complete: boolean): { readonly equalsRecorded: boolean | null; readonly firstDifference: number | null }
}

/** `closed`: the recording ended properly, so it has neither more nor fewer outputs than a replay of it. */
export function createComparison(recorded: readonly DecoderOutput[], closed: boolean): Comparison {
  let taken = 0
  let firstDifference: number | null = null
  return {
    take(output) {
      const other = recorded[taken]
      // A process that died had written the samples, but not yet the outputs of the last moment.
      const beyond = other === undefined && !closed
      if (firstDifference === null && !beyond && !(other && equalOutputs(output, other))) firstDifference = taken
      taken++
    },
    result(complete) {
      if (firstDifference !== null) return { equalsRecorded: false, firstDifference }
      if (!complete) return { equalsRecorded: null, firstDifference: null }
      return taken < recorded.length
        ? { equalsRecorded: false, firstDifference: taken }
        : { equalsRecorded: true, firstDifference: null }
    },
  }
}

export const equalOutputs = (a: DecoderOutput, b: DecoderOutput): boolean =>
  a.sample === b.sample &&
  a.decision === b.decision &&
  equalBits(a.probabilities, b.probabilities) &&
  equalBits(a.evidence, b.evidence)

function equalBits(a: Float32Array, b: Float32Array): boolean {
  const [left, right] = [bitsOf(a), bitsOf(b)]
  return left.length === right.length && left.every((bits, i) => bits === right[i])
}

const bitsOf = (values: Float32Array): Uint32Array => new Uint32Array(values.buffer, values.byteOffset, values.length)
