import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { toDiskError } from './diskError'

let counter = 0

/**
 * Writes a whole file so that after a crash or power cut it is there as before or as wanted, never between: temporary
 * file, flush, rename, flush of the folder. Throws AppError `disk/…` and leaves nothing behind.
 */
export function atomicWrite(path: string, bytes: Uint8Array | string): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}-${++counter}.tmp`)
  try {
    writeDurably(temporary, typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes)
    renameSync(temporary, path)
    syncFolder(dirname(path))
  } catch (thrown) {
    rmSync(temporary, { force: true })
    throw toDiskError(thrown, path)
  }
}

function writeDurably(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'wx')
  try {
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Makes a new name in a folder durable. Windows has no such call and does it by itself. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
