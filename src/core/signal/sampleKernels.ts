import { fromBase64 } from '../domain/base64'
import { kernelModule } from './kernels.generated'

/** An address in the kernels' memory, bytes. */
type At = number

/** What the kernels (`assembly/`, where each is described) take: addresses, counts, numbers. */
interface Kernels {
  extremes(from: At, count: number, factor: number, to: At): void
  pieces(from: At, count: number, length: number, had: number, sums: At, to: At): void
  product(a: At, b: At, count: number): number
  transformFour(from: At, length: number, size: number, ...tablesThenReIm: At[]): void
  splitFour(size: number, bins: number, first: number, last: number, ...scalesThenPlaces: At[]): void
  medians(from: At, rows: number, columns: number, pairs: At, comparators: number, column: At, to: At): void
}

/** Kernels with memory of their own, and the memory as numbers of each width. */
export interface SampleKernels extends Kernels {
  readonly bytes: number
  readonly float32: Float32Array
  readonly float64: Float64Array
  readonly uint32: Uint32Array
}

export interface Workplace {
  /** The kernels with at least so much memory; what stood in it stays. Views of before are void if it grew. */
  withBytes(bytes: number): SampleKernels
}

const pageBytes = 65_536

/** Made when first asked for. Each is used within one call at a time, so that one serves all recordings of a thread. */
function createWorkplace(): Workplace {
  let kernels: SampleKernels | null = null
  let memory: WebAssembly.Memory
  let functions: Kernels
  return {
    withBytes(bytes) {
      if (kernels && kernels.bytes >= bytes) return kernels
      const pages = Math.ceil(bytes / pageBytes)
      if (kernels) memory.grow(pages - kernels.bytes / pageBytes)
      else {
        memory = new WebAssembly.Memory({ initial: pages })
        const module = new WebAssembly.Module(fromBase64(kernelModule))
        functions = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels
      }
      const { buffer } = memory
      const views = { float32: new Float32Array(buffer), float64: new Float64Array(buffer) }
      return (kernels = { ...functions, ...views, uint32: new Uint32Array(buffer), bytes: buffer.byteLength })
    },
  }
}

/** For what looks at every sample. */
export const sampleKernels = createWorkplace()
/** For spectra, which keep tables there. */
export const spectrumKernels = createWorkplace()
