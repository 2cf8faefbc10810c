import type { ByteSource } from '../source'

/**
 * What this program needs of an HDF5 file. Reading HDF5 takes a library, which core does not have: it is given where a file is
 * opened (`OpenOptions.hdf5`), and lives in src/store.
 */
export interface Hdf5File {
  readonly root: Hdf5Group
}

export type Hdf5Node = Hdf5Group | Hdf5Dataset

export interface Hdf5Group {
  readonly kind: 'group'
  readonly keys: readonly string[]
  get(name: string): Hdf5Node | null
  attribute(name: string): string | number | null
}

export interface Hdf5Dataset {
  readonly kind: 'dataset'
  /** Slowest first: MATLAB's dimensions the other way round. */
  readonly shape: readonly number[]
  /** `references`: places of other objects, as MATLAB's cells have. */
  readonly content: 'numbers' | 'references' | 'texts' | 'other'
  /** Bytes of one value. */
  readonly width: number
  attribute(name: string): string | number | null
  /** Values of a box, `[from, to)` for each dimension, the last dimension fastest. Only for `numbers`. */
  read(box: readonly (readonly [number, number])[]): Float32Array | Float64Array
  /** What its `index`-th reference leads to; `null`: nowhere. Only for `references`. */
  follow(index: number): Hdf5Node | null
  /** Only for `texts`. */
  texts(): readonly string[]
}

/** Opens a source as HDF5. Throws AppError `file/not-eeg` where it is damaged. */
export type OpenHdf5 = (source: ByteSource) => Hdf5File
