import { closeSync, fstatSync, fsyncSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { chunkCells, type PyramidChunk } from '../core/signal/pyramid'
import { toDiskError } from './diskError'
import * as h from './pyramidHeader'

export interface PyramidWriter {
  write(chunk: PyramidChunk): void
  /** Writes the header, last of all, and brings everything to the disk. */
  finish(): void
  /** To be called in the end; takes the file away unless it was finished. */
  close(): void
}

/** Throws `disk/…`, as all its functions do. */
export function writePyramid(path: string, shape: h.PyramidShape): PyramidWriter {
  const levels = h.placeLevels(shape)
  const checksums = levels.map(() => 0)
  const file = told(path, () => openSync(path, 'w'))
  let finished = false
  const put = (bytes: Uint8Array, at: number): void => {
    for (let done = 0; done < bytes.length;)
      done += told(path, () => writeSync(file, bytes, done, bytes.length - done, at + done))
  }
  return {
    write({ level, first, data }) {
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      checksums[level] = crc32(bytes, checksums[level])
      put(bytes, levels[level]!.offset + (first / chunkCells) * h.chunkBytes(shape.channels))
    },
    finish() {
      put(h.writeHeader({ ...shape, checksums }), 0)
      told(path, () => fsyncSync(file))
      finished = true
    },
    close() {
      closeSync(file)
      if (!finished) rmSync(path, { force: true })
    },
  }
}

export interface PyramidFile {
  readonly levels: readonly h.PlacedLevel[]
  /** Cells of a level, `[channel][cell][low, high]`, NaN past its end. Reads these chunks and nothing else. */
  read(
    level: number,
    range: { readonly first: number; readonly cells: number; readonly channels: readonly number[] },
  ): Float32Array
  close(): void
}

/** Null where there is none, or not a sound one of this recording. Reads all of it once, for its checksums. */
export function openPyramid(path: string, shape: h.PyramidShape): PyramidFile | null {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    return null
  }
  if (isSound(file, shape)) return toFile(file, shape)
  closeSync(file)
  return null
}

function isSound(file: number, shape: h.PyramidShape): boolean {
  try {
    const bytes = new Uint8Array(h.headerBytes)
    const header = readSync(file, bytes, 0, bytes.length, 0) === bytes.length ? h.readHeader(bytes) : null
    if (header?.hash !== shape.hash || header.channels !== shape.channels || header.sampleCount !== shape.sampleCount)
      return false
    const levels = h.placeLevels(shape)
    const last = levels.at(-1)!
    if (fstatSync(file).size !== last.offset + last.bytes) return false
    return levels.every((level, i) => checksum(file, level) === header.checksums[i])
  } catch {
    // A disk that cannot be read gives no overview; the recording itself will say what is wrong with it.
    return false
  }
}

function checksum(file: number, { offset, bytes }: h.PlacedLevel): number {
  const block = new Uint8Array(Math.min(bytes, 1 << 20))
  let sum = 0
  for (let done = 0; done < bytes;) {
    const got = readSync(file, block, 0, Math.min(block.length, bytes - done), offset + done)
    if (got === 0) return -1
    sum = crc32(block.subarray(0, got), sum)
    done += got
  }
  return sum
}

function toFile(file: number, shape: h.PyramidShape): PyramidFile {
  const levels = h.placeLevels(shape)
  const chunk = new Float32Array(2 * shape.channels * chunkCells)
  return {
    levels,
    read(index, { first, cells, channels }) {
      const result = new Float32Array(2 * cells * channels.length).fill(NaN)
      const level = levels[index]!
      const end = Math.min(level.cells, first + cells)
      for (let at = first; at < end;) {
        const start = at - (at % chunkCells)
        const held = Math.min(chunkCells, level.cells - start)
        const bytes = new Uint8Array(chunk.buffer, 0, 8 * shape.channels * held)
        const offset = level.offset + (start / chunkCells) * h.chunkBytes(shape.channels)
        if (readSync(file, bytes, 0, bytes.length, offset) < bytes.length) break
        const stop = Math.min(end, start + held)
        channels.forEach((channel, i) => {
          const from = 2 * (channel * held + at - start)
          result.set(chunk.subarray(from, from + 2 * (stop - at)), 2 * (i * cells + at - first))
        })
        at = stop
      }
      return result
    },
    close: () => closeSync(file),
  }
}

function told<T>(path: string, body: () => T): T {
  try {
    return body()
  } catch (thrown) {
    throw toDiskError(thrown, path)
  }
}
