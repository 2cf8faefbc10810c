import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import type { AppError } from '../core/domain/error'
import type { Cancellation } from '../core/domain/job'
import { toDiskError } from '../store/diskError'
import { readFlags, requireFile, toReadError } from '../store/fileSource'
import { cancelled } from './importVerdicts'

/** Calls cost nothing at this size, and a block stays in the processor's cache between hash and copy (4 MB: half the speed). */
const blockBytes = 1 << 20

export interface CopyWatch {
  readonly cancellation: Cancellation
  /** Called after each block with its length. */
  moved(bytes: number): void
}

/**
 * One pass over a file: its sha-256, and its copy unless `to` is null, flushed to the disk. Memory: two blocks. Throws
 * `job/cancelled` between two blocks, `file/unreadable` for the source and when it changes meanwhile, `disk/…` for the copy.
 */
export async function copyHashed(from: string, to: string | null, watch: CopyWatch): Promise<string> {
  const source = await reading(from, open(from, readFlags))
  try {
    const target = to === null ? null : await writing(to, open(to, 'wx'))
    try {
      const hash = await pump({ source, target, from, to: to ?? '' }, watch)
      if (target) await writing(to!, target.sync())
      return hash
    } finally {
      await target?.close()
    }
  } finally {
    await source.close()
  }
}

interface Pair {
  readonly source: FileHandle
  readonly target: FileHandle | null
  readonly from: string
  readonly to: string
}

/** What was written is flushed after each of these, so that the last flush of a large file does not outlast a cancel. */
const flushBytes = 64 << 20

/** Reads the next block while this one is hashed and written. */
async function pump({ source, target, from, to }: Pair, { cancellation, moved }: CopyWatch): Promise<string> {
  const before = requireFile(await reading(from, source.stat()), from)
  const hash = createHash('sha256')
  const length = Math.max(1, Math.min(blockBytes, before.size))
  const blocks = [new Uint8Array(length), new Uint8Array(length)]
  const read = (turn: number, at: number) => quiet(reading(from, source.read(blocks[turn % 2]!, 0, length, at)))
  let [done, flushed] = [0, 0]
  let flushing: Promise<void> = Promise.resolve()
  let next = read(0, 0)
  for (let turn = 0; ; turn++) {
    const { bytesRead, buffer } = await next
    if (bytesRead === 0) break
    if (cancellation.requested) throw cancelled(from)
    done += bytesRead
    next = read(turn + 1, done)
    const block = buffer.subarray(0, bytesRead)
    const written = target ? quiet(writeWhole(target, block, to)) : null
    hash.update(block)
    await written
    moved(bytesRead)
    if (!target || done - flushed < flushBytes) continue
    await flushing
    flushed = done
    flushing = quiet(writing(to, target.datasync()))
  }
  await flushing
  const after = await reading(from, source.stat())
  if (done !== before.size || after.mtimeMs !== before.mtimeMs) throw changing(from)
  return hash.digest('hex')
}

/** Awaited later: should something else fail first, its failure is no news then. */
function quiet<T>(answer: Promise<T>): Promise<T> {
  answer.catch(() => {})
  return answer
}

async function writeWhole(target: FileHandle, block: Uint8Array, to: string): Promise<void> {
  for (let done = 0; done < block.length;)
    done += (await writing(to, target.write(block, done, block.length - done))).bytesWritten
}

const reading = <T>(path: string, answer: Promise<T>): Promise<T> =>
  answer.catch((thrown: unknown) => {
    throw toReadError(thrown, path)
  })

const writing = <T>(path: string, answer: Promise<T>): Promise<T> =>
  answer.catch((thrown: unknown) => {
    throw toDiskError(thrown, path)
  })

const changing = (path: string): AppError =>
  toReadError(new Error('It was written to while it was read. Is it still being recorded?'), path)
