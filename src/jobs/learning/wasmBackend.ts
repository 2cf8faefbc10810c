import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type * as wasmBackend from '@tensorflow/tfjs-backend-wasm'
import type { Tf } from '../../core/model/front'

const load = createRequire(import.meta.url)

export interface LoadedBackend {
  readonly tf: Tf
  readonly backend: 'wasm'
  readonly device: string
}

/** TensorFlow.js on WebAssembly in this process. Packages are required at run time, so the same code works from sources,
 *  from a bundle and in Electron's utility process. */
export async function loadWasmBackend(): Promise<LoadedBackend> {
  const tf = load('@tensorflow/tfjs-core') as Tf
  const wasm = load('@tensorflow/tfjs-backend-wasm') as typeof wasmBackend
  if (tf.getBackend() !== 'wasm') {
    wasm.setWasmPaths(join(dirname(load.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist') + '/')
    await tf.setBackend('wasm')
    await tf.ready()
  }
  return { tf, backend: 'wasm', device: 'WebAssembly, 1 thread' }
}
