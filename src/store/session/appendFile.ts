import { closeSync, fdatasync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { AppError } from '../../core/domain/error'
import { syncFolder } from '../atomicWrite'
import { toDiskError } from '../diskError'

/** A file that only grows, by whole records. Every call throws AppError `disk/…` once the disk has failed. */
export interface AppendFile {
  append(bytes: Uint8Array): void
  /** Hands what waits to the system, and asks it to bring it to the disk in its own time. */
  flush(): void
  /** The same, and waits for the disk. */
  sync(): void
  close(last: Uint8Array): void
  byteLength(): number
}

/** Makes the file; it must not be there yet. */
export function createAppendFile(path: string): AppendFile {
  const file = told(path, () => openSync(path, 'wx'))
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  let sound = 0
  let syncing = false
  let failed: AppError | null = null
  let closed = false
  const fail = (thrown: unknown): void => void (failed ??= toDiskError(thrown, path))
  const write = (): void => {
    const bytes = Buffer.concat(waiting)
    waiting = []
    waitingBytes = 0
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done, bytes.length - done, sound + done)
      sound += bytes.length
    } catch (thrown) {
      fail(thrown)
      // Half a record would be read as damage; without it the file merely ends.
      cutTo(file, sound)
    }
  }
  const put = (bytes: Uint8Array): void => {
    waiting.push(bytes)
    waitingBytes += bytes.length
  }
  const guarded = (body: () => void): void => {
    if (!failed) body()
    if (failed) throw failed
  }
  return {
    append: (bytes) => guarded(() => put(bytes)),
    flush: () =>
      guarded(() => {
        write()
        if (failed || syncing) return
        // In the background: a slow disk must not hold up the decoder. A failure shows at the next call.
        syncing = true
        fdatasync(file, (error) => {
          syncing = false
          if (error && !closed) fail(error)
        })
      }),
    sync: () =>
      guarded(() => {
        write()
        if (!failed) told(path, () => (fsyncSync(file), syncFolder(dirname(path))))
      }),
    close(last) {
      if (closed) return
      closed = true
      try {
        guarded(() => {
          put(last)
          write()
          if (!failed) told(path, () => fsyncSync(file))
        })
      } finally {
        closeSync(file)
      }
    },
    byteLength: () => sound + waitingBytes,
  }
}

function cutTo(file: number, length: number): void {
  try {
    ftruncateSync(file, length)
  } catch {
    // The reader stops at the torn record; nothing before it is touched.
  }
}

function told<T>(path: string, body: () => T): T {
  try {
    return body()
  } catch (thrown) {
    throw toDiskError(thrown, path)
  }
}
