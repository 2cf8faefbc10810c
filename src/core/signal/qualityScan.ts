import { medianOf } from './median'
import { createPieceScan, type PieceExtremes } from './scanPieces'

/** A second of signal that moves by less carries nothing, µV. */
const flatHeight = 0.5
/** Samples with one and the same extreme value in a row that make a plateau. */
const plateauLength = 3
/** A channel that moves by less, µV, is not cut off but quiet. */
const clippedHeight = 20
/** A constant beyond this, µV, is an input at its rail whatever the channel does otherwise. */
const rail = 10_000
/** Seconds of a stretch whose drift is measured. */
const stretchBlocks = 10

/** What only a look at every sample can tell of a channel. */
export interface ChannelScan {
  readonly low: number | null
  readonly high: number | null
  /** Shares of the recorded time. */
  readonly railed: number
  readonly flat: number
  /** Share of the samples. */
  readonly clipped: number
  /** Median over stretches of ten seconds: how far one-second means go up and down, µV. */
  readonly drift: number | null
}

export interface Scan {
  /** Samples `from … to − 1` of each channel. */
  push(data: readonly Float32Array[], from: number, to: number): void
  /** What comes next does not follow what came: the second that was begun is left out. */
  break(): void
  finish(): { readonly channels: readonly ChannelScan[]; readonly silent: number }
}

/** One end of a channel's range: the value, how often it was held, how many seconds the channel lay there. */
interface End {
  value: number
  plateau: number
  anchor: number
  seconds: number
}

/** State of one channel; all of it is numbers, so that a second costs no memory. */
interface State {
  low: number
  high: number
  /** Of the second that is begun; the piece scan goes on from it. */
  readonly sums: Float64Array
  readonly bottom: End
  readonly top: End
  last: number
  run: number
  flat: number
  lowMean: number
  highMean: number
  readonly stretches: number[]
}

const end = (value: number): End => ({ value, plateau: 0, anchor: NaN, seconds: 0 })
const newState = (sums: Float64Array): State => ({
  ...{ low: Infinity, high: -Infinity, sums, bottom: end(Infinity), top: end(-Infinity), last: NaN, run: 0, flat: 0 },
  ...{ lowMean: Infinity, highMean: -Infinity, stretches: [] },
})

/**
 * Extremes, plateaus at them, flat seconds and drift, in one pass; how the samples are cut means nothing. A mean over one second
 * is a low-pass with −3 dB at 0.44 Hz, so what moves between such means is drift. Memory: one number a channel and ten seconds.
 */
export function createScan(channels: number, blockLength: number): Scan {
  const pieces = createPieceScan(channels, blockLength)
  const states = pieces.sums.map(newState)
  const count = { inBlock: 0, blocks: 0, silent: 0, samples: 0, inStretch: 0 }

  const closeBlock = (length: number): void => {
    const isFlat = states.map(({ low, high }) => !(high - low >= flatHeight))
    count.blocks++
    // No channel has anything: that is the recording's fault (padding, a paused amplifier), not each channel's.
    const silent = channels > 1 && isFlat.every(Boolean)
    if (silent) count.silent++
    states.forEach((state, i) => closeChannel(state, { length, flat: isFlat[i]!, silent }))
    count.inBlock = 0
    if (!silent && ++count.inStretch === stretchBlocks) closeStretch()
  }
  const closeStretch = (): void => {
    if (count.inStretch > 1) states.forEach(endStretch)
    states.forEach((state) => ([state.lowMean, state.highMean] = [Infinity, -Infinity]))
    count.inStretch = 0
  }
  return {
    push(data, from, to) {
      while (from < to) {
        const stop = Math.min(to, from + pieces.most)
        pieces.scan(data, { from, to: stop, had: count.inBlock }, (start, end, extremes) => {
          for (let i = 0; i < channels; i++) scanPiece(states[i]!, data[i]!, { from: start, to: end }, extremes[i]!)
          count.inBlock += end - start
          count.samples += end - start
          if (count.inBlock === blockLength) closeBlock(blockLength)
        })
        from = stop
      }
    },
    break() {
      for (const state of states) {
        Object.assign(state, { low: Infinity, high: -Infinity, last: NaN, run: 0 })
        state.sums.fill(0)
      }
      count.inBlock = 0
      closeStretch()
    },
    finish() {
      if (count.blocks === 0 && count.inBlock > 0) closeBlock(count.inBlock)
      if (count.inStretch > 1 && states.every(({ stretches }) => stretches.length === 0)) closeStretch()
      const share = 1 / Math.max(1, count.blocks)
      const scans = states.map((state) => toScan(state, share, count.samples))
      // Silence from end to end has no channel that could be better than the others.
      const nothing = count.silent > 0 && count.silent === count.blocks
      return { channels: nothing ? scans.map((one) => ({ ...one, flat: 1 })) : scans, silent: count.silent * share }
    },
  }
}

interface Range {
  readonly from: number
  readonly to: number
}

function scanPiece(state: State, signal: Float32Array, { from, to }: Range, { low, high }: PieceExtremes): void {
  if (low < state.low) state.low = low
  if (high > state.high) state.high = high
  const { bottom, top } = state
  if (low < bottom.value) [bottom.value, bottom.plateau] = [low, 0]
  if (high > top.value) [top.value, top.plateau] = [high, 0]
  if (low === bottom.value) bottom.plateau += held(state, signal, { from, to }, low)
  if (high === top.value) top.plateau += held(state, signal, { from, to }, high)
  let run = 1
  const last = signal[to - 1]!
  while (to - 1 - run >= from && signal[to - 1 - run] === last && run < plateauLength) run++
  const whole = run === to - from && last === state.last
  state.run = Math.min(plateauLength, whole ? run + state.run : run)
  state.last = last
}

/** Samples of the piece that belong to plateaus of `value`, those before it that make one now included. */
function held(state: State, signal: Float32Array, { from, to }: Range, value: number): number {
  let run = state.last === value ? state.run : 0
  let found = 0
  for (let i = from; i < to; i++) {
    if (signal[i] !== value) {
      run = 0
      continue
    }
    run++
    if (run === plateauLength) found += plateauLength
    else if (run > plateauLength) found++
  }
  return found
}

interface Block {
  readonly length: number
  readonly flat: boolean
  readonly silent: boolean
}

function closeChannel(state: State, { length, flat, silent }: Block): void {
  if (flat && !silent) {
    state.flat++
    // A second without a number lies nowhere.
    if (state.low <= state.high) {
      restAt(state.bottom, state.low, -1)
      restAt(state.top, state.high, 1)
    }
  }
  const [a, b, c, d] = state.sums
  const mean = (a! + b! + (c! + d!)) / length
  if (!silent && mean - mean === 0) {
    if (mean < state.lowMean) state.lowMean = mean
    if (mean > state.highMean) state.highMean = mean
  }
  state.low = Infinity
  state.high = -Infinity
  state.sums.fill(0)
}

/** Counts seconds that lie at the outermost level at which any lay. */
function restAt(end: End, level: number, outwards: 1 | -1): void {
  if (Math.abs(level - end.anchor) < flatHeight) end.seconds++
  else if (Number.isNaN(end.anchor) || (level - end.anchor) * outwards > 0) [end.anchor, end.seconds] = [level, 1]
}

function endStretch(state: State): void {
  if (state.highMean >= state.lowMean) state.stretches.push(state.highMean - state.lowMean)
}

function toScan({ bottom, top, flat, stretches }: State, share: number, samples: number): ChannelScan {
  const height = top.value - bottom.value
  const moves = height > clippedHeight
  const railedAt = ({ value, anchor, seconds }: End): number =>
    (moves && Math.abs(value - anchor) < flatHeight) || Math.abs(anchor) > rail ? seconds : 0
  const railed = moves ? railedAt(bottom) + railedAt(top) : Math.max(railedAt(bottom), railedAt(top))
  return {
    low: height >= 0 ? bottom.value : null,
    high: height >= 0 ? top.value : null,
    railed: Math.min(flat, railed) * share,
    flat: Math.max(0, flat - railed) * share,
    clipped: moves ? (bottom.plateau + top.plateau) / Math.max(1, samples) : 0,
    drift: stretches.length > 0 ? medianOf(stretches) : null,
  }
}
