import type { Chunk, DecoderOutput } from '../../core/domain/signal'
import { samples } from '../../core/domain/units'

/** `start f64 · channels u32 · count u32 · float32 [channel, sample]`: the very numbers that the decoder got. */
export function encodeChunk({ start, data }: Chunk): Uint8Array {
  const count = data[0]?.length ?? 0
  const payload = new Uint8Array(16 + 4 * count * data.length)
  const view = new DataView(payload.buffer)
  view.setFloat64(0, start, true)
  view.setUint32(8, data.length, true)
  view.setUint32(12, count, true)
  data.forEach((channel, index) => payload.set(bytesOf(channel), 16 + 4 * count * index))
  return payload
}

/** Null for a payload of another shape. */
export function decodeChunk(payload: Uint8Array): Chunk | null {
  if (payload.length < 16) return null
  const view = viewOf(payload)
  const channels = view.getUint32(8, true)
  const count = view.getUint32(12, true)
  if (payload.length !== 16 + 4 * channels * count) return null
  const data = Array.from({ length: channels }, (_, index) => floatsOf(payload, 16 + 4 * count * index, count))
  return { start: samples(view.getFloat64(0, true)), data }
}

/** `sample f64 · decision i32 · classes u32 · probabilities float32 · evidence float32`. */
export function encodeOutput({ sample, probabilities, evidence, decision }: DecoderOutput): Uint8Array {
  const classes = probabilities.length
  const payload = new Uint8Array(16 + 8 * classes)
  const view = new DataView(payload.buffer)
  view.setFloat64(0, sample, true)
  view.setInt32(8, decision, true)
  view.setUint32(12, classes, true)
  payload.set(bytesOf(probabilities), 16)
  payload.set(bytesOf(evidence), 16 + 4 * classes)
  return payload
}

export function decodeOutput(payload: Uint8Array): DecoderOutput | null {
  if (payload.length < 16) return null
  const view = viewOf(payload)
  const classes = view.getUint32(12, true)
  if (payload.length !== 16 + 8 * classes) return null
  return {
    sample: samples(view.getFloat64(0, true)),
    probabilities: floatsOf(payload, 16, classes),
    evidence: floatsOf(payload, 16 + 4 * classes, classes),
    decision: view.getInt32(8, true),
  }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Every machine that Electron runs on is little-endian, so the bytes in memory are the bytes of the file. */
const bytesOf = (values: Float32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength)

/** A copy: a view could start at any byte, which Float32Array cannot. */
const floatsOf = (bytes: Uint8Array, offset: number, count: number): Float32Array =>
  new Float32Array(Uint8Array.from(bytes.subarray(offset, offset + 4 * count)).buffer)
