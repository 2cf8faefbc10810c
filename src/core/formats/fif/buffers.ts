import type { Break } from '../pieces'
import { bytesOf, type SampleType } from '../records'
import type { ByteSource } from '../source'
import { AppError } from '../../domain/error'
import { isRaw } from './header'
import { kinds, numberOf, type TagList } from './tags'

/** Samples that stand together: all channels of a moment, then the next moment. */
export interface Buffer {
  readonly source: ByteSource
  readonly at: number
  readonly type: SampleType
  /** Number of its first sample among the stored ones. */
  readonly first: number
  readonly count: number
}

export interface BufferList {
  readonly buffers: readonly Buffer[]
  readonly count: number
  /** Sample number that the measurement gave to the first one. */
  readonly firstSample: number
  readonly breaks: readonly Break[]
  /** Samples that the last buffer should have and has not. */
  readonly missing: number
}

/** Packed by the acquisition, int16, int32, float32, float64. */
const types: Readonly<Record<number, SampleType>> = { 16: 'int16', 2: 'int16', 3: 'int32', 4: 'float32', 5: 'float64' }

/** The raw data of one file. A skip before the first buffer only moves the first sample's number. Throws `file/unsupported`. */
export function listBuffers(source: ByteSource, { tags, cut }: TagList, channels: number): BufferList {
  const buffers: Buffer[] = []
  const breaks: Break[] = []
  let [firstSample, count, skipped, lost, missing] = [0, 0, 0, 0, 0]
  for (const tag of cut ? [...tags, cut] : tags) {
    if (!tag.blocks.some(isRaw)) continue
    if (tag.kind === kinds.firstSample && count === 0) firstSample = numberOf(source, tag) ?? 0
    if (tag.kind === kinds.skipBuffers) skipped = Math.max(0, numberOf(source, tag) ?? 0)
    if (tag.kind === kinds.skipSamples) lost = Math.max(0, numberOf(source, tag) ?? 0)
    if (tag.kind !== kinds.data) continue
    const type = types[tag.type]
    if (!type) throw unsupported(tag.at, tag.type)
    const frame = channels * bytesOf(type)
    const promised = Math.floor(tag.size / frame)
    const here = Math.min(promised, Math.floor((source.size - tag.at) / frame))
    // A skip counts buffers, of the size of the next one.
    const jump = lost + skipped * promised
    if (count === 0) firstSample += jump
    else if (jump > 0) breaks.push({ before: count, lost: jump })
    ;[skipped, lost] = [0, 0]
    if (here > 0) buffers.push({ source, at: tag.at, type, first: count, count: here })
    missing = promised - here
    count += here
  }
  return { buffers, count, firstSample, breaks, missing }
}

const unsupported = (at: number, type: number): AppError =>
  new AppError({
    code: 'file/unsupported',
    message: `At byte ${at} the samples are of type ${type}; expected 16-bit or 32-bit integers, or real numbers of 32 or 64 bits. Nothing was imported.`,
    hint: 'Save it anew as a raw file with real numbers.',
    values: { expected: 'type 2, 3, 4, 5 or 16', got: type },
  })

/** A channel of the recording: its column among all, and what makes µV of it. */
export interface Column {
  readonly column: number
  readonly gain: number
}

/** Stored samples `from … to − 1`, calibrated, `[column][sample]`. Memory: the result and one buffer. */
export function readBuffers(
  buffers: readonly Buffer[],
  channels: number,
  { from, to, columns }: { from: number; to: number; columns: readonly Column[] },
): Float32Array[] {
  const result = columns.map(() => new Float32Array(Math.max(0, to - from)))
  for (let i = firstAt(buffers, from); i < buffers.length && buffers[i]!.first < to; i++) {
    const buffer = buffers[i]!
    const { source } = buffer
    const frame = channels * bytesOf(buffer.type)
    const perBlock = Math.max(1, Math.floor(blockBytes / frame))
    const end = Math.min(to, buffer.first + buffer.count)
    for (let low = Math.max(from, buffer.first); low < end; low += perBlock) {
      const high = Math.min(end, low + perBlock)
      const bytes = source.read(buffer.at + (low - buffer.first) * frame, (high - low) * frame)
      const read = valueReader(buffer.type, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
      columns.forEach(({ column, gain }, c) => {
        const target = result[c]!
        let at = column * bytesOf(buffer.type)
        for (let s = low - from; s < high - from; s++, at += frame) target[s] = read(at) * gain
      })
    }
  }
  return result
}

const blockBytes = 4 << 20

/** Values in the order of the format: the highest byte first. */
function valueReader(type: SampleType, view: DataView): (at: number) => number {
  if (type === 'int16') return (at) => view.getInt16(at)
  if (type === 'int32') return (at) => view.getInt32(at)
  if (type === 'float32') return (at) => view.getFloat32(at)
  return (at) => view.getFloat64(at)
}

/** The buffer that holds a sample, by halving. */
function firstAt(buffers: readonly Buffer[], sample: number): number {
  let [low, high] = [0, buffers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (buffers[middle]!.first + buffers[middle]!.count <= sample) low = middle + 1
    else high = middle
  }
  return low
}
