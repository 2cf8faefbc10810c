import { sampleKernels } from './sampleKernels'

/** Of one piece of a signal; infinite without a number in it. */
export interface PieceExtremes {
  low: number
  high: number
}

/** What of the signals is looked at, and how many samples of their block came before it. */
export interface PieceRange {
  readonly from: number
  readonly to: number
  readonly had: number
}

export interface PieceScan {
  /** Samples that one call takes at most. */
  readonly most: number
  /** `sums[channel]`: of every fourth sample of the block so far, from its first, second, … on, so that they do not depend on how
   *  it is cut. Whoever ends a block clears them. */
  readonly sums: readonly Float64Array[]
  /** Cuts samples `from … to − 1` of all signals where blocks end, and gives the pieces of all channels, then the next ones.
   *  `extremes[channel]` is used again. */
  scan(
    data: readonly Float32Array[],
    range: PieceRange,
    each: (from: number, to: number, extremes: readonly PieceExtremes[]) => void,
  ): void
}

const [mostSamples, mostPieces] = [1 << 14, 64]
const pieceBytes = 40
/** Where in the kernels' memory the sums stand, and behind them the pieces. */
const sumsAt = 4 * mostSamples
const piecesAt = sumsAt + 32

/** Pieces of blocks of `length` samples; the signals' samples are read by WebAssembly. */
export function createPieceScan(channels: number, length: number): PieceScan {
  const extremes = Array.from({ length: channels }, (): PieceExtremes => ({ low: 0, high: 0 }))
  const sums = extremes.map(() => new Float64Array(4))
  const measureAll = (data: readonly Float32Array[], { from, to, had }: PieceRange, pieces: number) => {
    const kernels = sampleKernels.withBytes(piecesAt + pieceBytes * pieces * channels)
    for (let i = 0; i < channels; i++) {
      kernels.float32.set(data[i]!.subarray(from, to), 0)
      kernels.float64.set(sums[i]!, sumsAt / 8)
      kernels.pieces(0, to - from, length, had, sumsAt, piecesAt + pieceBytes * pieces * i)
    }
    return kernels
  }
  return {
    sums,
    most: Math.min(mostSamples, mostPieces * length),
    scan(data, range, each) {
      const pieces = Math.ceil((range.had + range.to - range.from) / length)
      const { float32, float64 } = measureAll(data, range, pieces)
      let from = range.from
      for (let piece = 0; piece < pieces; piece++) {
        const to = Math.min(range.to, range.from + (piece + 1) * length - range.had)
        for (let i = 0; i < channels; i++) {
          const at = piecesAt + pieceBytes * (pieces * i + piece)
          extremes[i]!.low = float32[at / 4]!
          extremes[i]!.high = float32[at / 4 + 1]!
          for (let k = 0; k < 4; k++) sums[i]![k] = float64[at / 8 + 1 + k]!
        }
        each(from, to, extremes)
        from = to
      }
    },
  }
}
