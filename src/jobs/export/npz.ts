import { zipSync } from 'fflate'
import type { NpyArray } from '../../core/formats/npy'
import { encodeNpy } from '../../core/formats/npy'

/** Zip's earliest day, as numpy writes it: the same arrays give the same bytes at any time. */
const mtime = new Date(1980, 0, 1)

/** The bytes of an `.npz` file: a stored zip with `NAME.npy` for every array. */
export function encodeNpz(arrays: Readonly<Record<string, NpyArray>>): Uint8Array {
  const files = Object.entries(arrays).map(([name, array]) => [`${name}.npy`, encodeNpy(array)] as const)
  return zipSync(Object.fromEntries(files), { level: 0, mtime })
}
