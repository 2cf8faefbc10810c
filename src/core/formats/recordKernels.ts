import { fromBase64 } from '../domain/base64'
import { kernelModule } from './kernels.generated'

/** What the kernels (`assembly/`, where each is described) take: addresses and strides in bytes, counts, numbers. */
interface Kernels {
  records16(
    from: number,
    recordBytes: number,
    records: number,
    count: number,
    to: number,
    gain: number,
    offset: number,
  ): void
  records24(
    from: number,
    recordBytes: number,
    records: number,
    count: number,
    to: number,
    gain: number,
    offset: number,
  ): void
  rows16(
    from: number,
    rowBytes: number,
    rows: number,
    channels: number,
    to: number,
    stride: number,
    scales: number,
  ): void
}
/** Memory of the kernels, one for all readers of a thread: a block of a file, its floats, gain and offset of each channel. */
export interface RecordKernels extends Kernels {
  readonly input: Uint8Array
  readonly output: Float32Array
  readonly scales: Float64Array
  /** Addresses of the three. */
  readonly at: { readonly input: number; readonly output: number; readonly scales: number }
}

/** Fits the second cache of most processors with what else is needed. */
export const inputBytes = 512 << 10
/** No stored sample has less than two bytes, and a float has four. */
const outputBytes = 2 * inputBytes
export const mostChannels = 1024
/** Kernels read whole vectors, a few bytes behind the last sample. */
const spare = 64

let kernels: RecordKernels | null = null

/** Made when it is first asked for. */
export function recordKernels(): RecordKernels {
  return (kernels ??= instantiate())
}

function instantiate(): RecordKernels {
  const at = { output: 0, scales: outputBytes, input: outputBytes + 16 * mostChannels }
  const pages = Math.ceil((at.input + inputBytes + spare) / 65_536)
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
  const module = new WebAssembly.Module(fromBase64(kernelModule))
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  const { records16, records24, rows16 } = exports as unknown as Kernels
  return {
    ...{ records16, records24, rows16, at },
    input: new Uint8Array(memory.buffer, at.input, inputBytes),
    output: new Float32Array(memory.buffer, at.output, outputBytes / 4),
    scales: new Float64Array(memory.buffer, at.scales, 2 * mostChannels),
  }
}
