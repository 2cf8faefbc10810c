import type { RecordingGap } from '../domain/recording'
import { samples, type Samples } from '../domain/units'

/** Before a stored sample, so many were not stored. `lost: 0`: pieces were joined there, and nobody knows what lay between. */
export interface Break {
  /** Number of the first stored sample after it. */
  readonly before: number
  readonly lost: number
}

/** Stored samples `first … first + count − 1` at their place in the recording. */
interface Piece {
  readonly first: number
  readonly count: number
  readonly at: number
}

export interface Placement {
  readonly sampleCount: number
  readonly gaps: readonly RecordingGap[]
  /** Samples that were lost between the pieces. */
  readonly lost: number
  /** Stored samples after a gap that is too long to be filled. */
  readonly left: number
  readonly pieces: readonly Piece[]
}

/** Seconds; a longer gap ends a recording: nobody wants hours of held samples. */
export const longestFill = 3600

/**
 * Places `stored` samples on the recording's clock. `breaks` are in order; those outside the samples are left out, two at one
 * place are added up. `longest`: the most samples that are filled.
 */
export function placePieces(stored: number, breaks: readonly Break[], longest: number): Placement {
  const pieces: Piece[] = []
  const gaps: RecordingGap[] = []
  let [first, at, lost] = [0, 0, 0]
  const end = (to: number): void => {
    if (to > first) pieces.push({ first, count: to - first, at })
    at += to - first
    first = to
  }
  for (const one of merged(breaks, stored)) {
    end(one.before)
    if (one.lost > longest) return { pieces, gaps, lost, sampleCount: at, left: stored - one.before }
    gaps.push({ start: samples(at), length: samples(one.lost) })
    at += one.lost
    lost += one.lost
  }
  end(stored)
  return { pieces, gaps, lost, sampleCount: at, left: 0 }
}

function merged(breaks: readonly Break[], stored: number): Break[] {
  const list: Break[] = []
  for (const one of breaks) {
    if (one.before <= 0 || one.before >= stored) continue
    const last = list.at(-1)
    if (last?.before === one.before) list[list.length - 1] = { before: one.before, lost: last.lost + one.lost }
    else list.push(one)
  }
  return list
}

/** Where a stored sample is in the recording; `null` when it was left out. */
export function placeOf({ pieces }: Placement, stored: number): Samples | null {
  const piece = pieces[lastWhere(pieces, ({ first }) => first <= stored)]
  return piece && stored < piece.first + piece.count ? samples(piece.at + stored - piece.first) : null
}

/** Stored samples `from … to − 1` of some channels, `[channel][sample]`. */
export type ReadStored = (from: number, to: number, channels: readonly number[]) => Float32Array[]

/** Samples `from … to − 1` of the recording; where some were lost, the last value is held. */
export function readPlaced(
  placement: Placement,
  readStored: ReadStored,
  { from, to, channels }: { from: number; to: number; channels: readonly number[] },
): Float32Array[] {
  const { pieces, sampleCount } = placement
  const start = Math.max(0, from)
  const end = Math.max(start, Math.min(to, sampleCount))
  if (pieces.length === 1) return readStored(start, end, channels)
  const result = channels.map(() => new Float32Array(end - start))
  if (end === start) return result
  const firstPiece = Math.max(
    0,
    lastWhere(pieces, ({ at }) => at <= start),
  )
  let held: Float32Array[] | null = null
  for (let i = firstPiece; i < pieces.length && pieces[i]!.at < end; i++) {
    const { first, count, at } = pieces[i]!
    const next = pieces[i + 1]?.at ?? at + count
    const [low, high] = [Math.max(start, at), Math.min(end, at + count)]
    if (low < high) {
      const part = readStored(first + low - at, first + high - at, channels)
      part.forEach((data, c) => result[c]!.set(data, low - start))
      held = part.map((data) => data.subarray(data.length - 1))
    } else held = readStored(first + count - 1, first + count, channels)
    // The value before the gap is the piece's last one.
    const [gapFrom, gapTo] = [Math.max(start, at + count), Math.min(end, next)]
    if (gapFrom < gapTo) held.forEach((data, c) => result[c]!.fill(data[0]!, gapFrom - start, gapTo - start))
  }
  return result
}

/** Index of the last entry of a sorted list that fits; −1: none. */
function lastWhere<T>(list: readonly T[], fits: (entry: T) => boolean): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (fits(list[middle]!)) low = middle + 1
    else high = middle
  }
  return low - 1
}
