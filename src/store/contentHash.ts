import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import type { StreamChoice } from '../core/domain/recording'

/**
 * One hash for a recording, from the sha-256 of its files: of a single file its own. Several files count in order of their
 * hashes, so it does not matter by which of them the recording was opened, nor what they are called. A stream that was
 * chosen counts too: two amplifiers in one file are two recordings.
 */
export function contentHash(files: readonly string[], streams?: StreamChoice): string {
  if (files.length === 1 && !streams) return files[0]!
  const parts = [...[...files].sort(), ...(streams ? [JSON.stringify([streams.signal, streams.markers ?? null])] : [])]
  return createHash('sha256').update(parts.join('\n')).digest('hex')
}

const blockBytes = 4 << 20

/** sha-256 of a file, hexadecimal. Memory: one block. Throws what the file system throws. */
export function hashFile(path: string): string {
  const hash = createHash('sha256')
  const block = new Uint8Array(blockBytes)
  const file = openSync(path, 'r')
  try {
    for (let got = 1; got > 0;) {
      got = readSync(file, block, 0, block.length, null)
      hash.update(block.subarray(0, got))
    }
  } finally {
    closeSync(file)
  }
  return hash.digest('hex')
}
