import { bytesOf, type RecordLayout, type RecordSignal } from './records'
import { inputBytes, mostChannels, recordKernels, type RecordKernels } from './recordKernels'
import { readInto, type ByteSource } from './source'

export interface WantedSamples {
  readonly from: number
  readonly to: number
  readonly signals: readonly RecordSignal[]
}

/** Records of a block, and the part of their samples that is wanted, counted from the block's first one. */
interface Block {
  readonly records: number
  readonly recordBytes: number
  readonly low: number
  readonly high: number
  /** Where the first wanted sample belongs in the result. */
  readonly to: number
}

/** Read at once: as long as it stays in the cache while channel after channel is taken from it. */
const blockBytes = 256 << 10

/**
 * As `readRecords`, for integers of 16 and 24 bits in records that are there whole: calibrated by WebAssembly, with the bits that
 * plain JavaScript gives. `false`: nothing was done, since the records are of another kind or size.
 */
export function readWholeRecords(
  source: ByteSource,
  layout: RecordLayout,
  { from, to, signals }: WantedSamples,
  result: readonly Float32Array[],
): boolean {
  const count = signals[0]?.samplesPerRecord ?? 0
  const { start, recordBytes } = layout
  const last = Math.ceil(to / count)
  if (!areSuitable(signals, recordBytes) || start + last * recordBytes > source.size) return false
  const kernels = recordKernels()
  const decode = count === 1 ? rowsDecoder(kernels, signals) : signalsDecoder(kernels, signals)
  if (!decode) return false
  const perBlock = Math.max(1, Math.floor(blockBytes / recordBytes))
  for (let record = Math.floor(from / count); record < last; record += perBlock) {
    const records = Math.min(perBlock, last - record)
    readInto(source, kernels.input.subarray(0, records * recordBytes), start + record * recordBytes)
    const [low, high] = [Math.max(from, record * count), Math.min(to, (record + records) * count)]
    decode({ records, recordBytes, low: low - record * count, high: high - record * count, to: low - from }, result)
  }
  return true
}

function areSuitable(signals: readonly RecordSignal[], recordBytes: number): boolean {
  const first = signals[0]
  if (!first || recordBytes > inputBytes || signals.length > mostChannels) return false
  if (first.type !== 'int16' && first.type !== 'int24') return false
  const bytes = first.samplesPerRecord * bytesOf(first.type)
  return signals.every(
    ({ at, type, samplesPerRecord }) =>
      type === first.type && samplesPerRecord === first.samplesPerRecord && at >= 0 && at + bytes <= recordBytes,
  )
}

type Decode = (block: Block, result: readonly Float32Array[]) => void

/** Samples of a signal stand together in each record. */
function signalsDecoder({ records16, records24, output, at }: RecordKernels, signals: readonly RecordSignal[]): Decode {
  const { samplesPerRecord: count, type } = signals[0]!
  const kernel = type === 'int16' ? records16 : records24
  return ({ records, recordBytes, low, high, to }, result) => {
    const wanted = output.subarray(low, high)
    for (const [i, signal] of signals.entries()) {
      kernel(at.input + signal.at, recordBytes, records, count, at.output, signal.gain, signal.offset)
      result[i]!.set(wanted, to)
    }
  }
}

/** Rows of a table, one sample of each signal after the other; `null` unless the signals are neighbours of 16 bits. */
function rowsDecoder({ rows16, output, scales, at }: RecordKernels, signals: readonly RecordSignal[]): Decode | null {
  const [first] = signals
  if (first!.type !== 'int16' || signals.some((signal, i) => signal.at !== first!.at + 2 * i)) return null
  return ({ records, recordBytes, low, high, to }, result) => {
    signals.forEach(({ gain, offset }, i) => scales.set([gain, offset], 2 * i))
    rows16(at.input + first!.at, recordBytes, records, signals.length, at.output, 4 * records, at.scales)
    signals.forEach((_, i) => result[i]!.set(output.subarray(i * records + low, i * records + high), to))
  }
}
