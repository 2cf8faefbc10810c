import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileSource, neighboursIn } from '../neighbours'

/** Small recordings that other programs wrote (make.py), and their samples in µV as those programs read them. */
export const smallFormats = import.meta.dirname
export const smallFile = (name: string) => fileSource(join(smallFormats, name))
export const smallBytes = (name: string): Uint8Array => new Uint8Array(readFileSync(join(smallFormats, name)))
export const smallNeighbours = () => neighboursIn(smallFormats)

/** `[channel][sample]` */
export function smallSamples(name: string, channels: number): Float32Array[] {
  const bytes = readFileSync(join(smallFormats, name))
  const all = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
  const count = all.length / channels
  return Array.from({ length: channels }, (_, c) => all.slice(c * count, (c + 1) * count))
}
