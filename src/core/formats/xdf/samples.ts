import { decodeText } from '../text'
import type { ByteSource } from '../source'
import { readLength, type Chunk } from './chunks'
import { valueBytes, type StreamHeader } from './streams'

/** Samples of one chunk, in place. */
export interface SampleChunk {
  readonly chunk: Chunk
  /** Number of the chunk's first sample in its stream. */
  readonly first: number
  readonly count: number
}

export interface SampleIndex {
  readonly chunks: readonly SampleChunk[]
  readonly count: number
  /** Time stamp of each sample on the stream's clock; those that the file leaves out follow from the rate. */
  readonly times: Float64Array
  /** Texts of a stream of text, the first channel's; else empty. */
  readonly texts: readonly string[]
  /** Chunks that could not be read. */
  readonly bad: number
}

/** Visits all samples of one stream once. */
export function indexSamples(source: ByteSource, header: StreamHeader, chunks: readonly Chunk[]): SampleIndex {
  const found: SampleChunk[] = []
  const [times, texts]: [number[], string[]] = [[], []]
  const period = header.nominalRate > 0 ? 1 / header.nominalRate : 0
  let bad = 0
  for (const chunk of chunks) {
    const bytes = source.read(chunk.at, chunk.length)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const first = times.length
    const whole = walk(view, header, {
      time: (stamp) => times.push(stamp ?? (times.length > 0 ? times.at(-1)! + period : 0)),
      text: (at, length) => texts.push(decodeText(bytes.subarray(at, at + length))),
    })
    if (!whole) bad++
    found.push({ chunk, first, count: times.length - first })
  }
  return { chunks: found, count: times.length, times: Float64Array.from(times), texts, bad }
}

interface Visitor {
  /** Called for each sample; `null`: no time stamp of its own. */
  time(stamp: number | null): void
  /** First channel of a sample of text. */
  text?(at: number, length: number): void
  /** Where the values of the sample begin. */
  values?(at: number): void
}

/** Seconds that a clock can show: beyond this a number of 64 bits cannot tell samples apart. */
export const isTime = (seconds: number): boolean => Math.abs(seconds) < 1e12

/** Goes through the samples of a chunk; `false` when it ends before they do. */
function walk(view: DataView, header: StreamHeader, visitor: Visitor): boolean {
  const size = readLength(view, 0)
  if (size === null) return false
  let at = size.width
  for (let sample = 0; sample < size.value; sample++) {
    if (at >= view.byteLength) return false
    const hasTime = view.getUint8(at) === 8
    const from = at + (hasTime ? 9 : 1)
    const end =
      header.format === null
        ? endOfTexts(view, from, header.channelCount, visitor)
        : from + header.channelCount * valueBytes(header)
    if (end === null || end > view.byteLength) return false
    const stamp = hasTime ? view.getFloat64(at + 1, true) : NaN
    visitor.time(isTime(stamp) ? stamp : null)
    visitor.values?.(from)
    at = end
  }
  return true
}

function endOfTexts(view: DataView, from: number, channels: number, visitor: Visitor): number | null {
  let at = from
  for (let channel = 0; channel < channels; channel++) {
    const size = readLength(view, at)
    if (size === null || at + size.width + size.value > view.byteLength) return null
    if (channel === 0) visitor.text?.(at + size.width, size.value)
    at += size.width + size.value
  }
  return at
}

/** Stored samples `from … to − 1` of some channels, `[channel][sample]`. */
export function readSamples(
  source: ByteSource,
  { header, index }: { header: StreamHeader; index: SampleIndex },
  { from, to, channels }: { from: number; to: number; channels: readonly number[] },
): Float32Array[] {
  const result = channels.map(() => new Float32Array(Math.max(0, to - from)))
  const width = valueBytes(header)
  for (const { chunk, first, count } of index.chunks) {
    if (first >= to || first + count <= from) continue
    const bytes = source.read(chunk.at, chunk.length)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const read = valueReader(header, view)
    let sample = first - 1
    walk(view, header, {
      time: () => sample++,
      values: (at) => {
        if (sample < from || sample >= to) return
        channels.forEach((channel, i) => (result[i]![sample - from] = read(at + channel * width)))
      },
    })
  }
  return result
}

function valueReader({ format }: StreamHeader, view: DataView): (at: number) => number {
  if (format === 'float32') return (at) => view.getFloat32(at, true)
  if (format === 'float64') return (at) => view.getFloat64(at, true)
  if (format === 'int8') return (at) => view.getInt8(at)
  if (format === 'int16') return (at) => view.getInt16(at, true)
  if (format === 'int32') return (at) => view.getInt32(at, true)
  return (at) => Number(view.getBigInt64(at, true))
}
