import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { toDiskError } from '../../../store/diskError'
import { altered, notInIndex, offline } from './errors'
import { ask, type Route } from './request'

export interface Download {
  readonly url: string
  /** Where it is wanted. Until it is whole and proven it lies beside it, with `.part`. */
  readonly file: string
  readonly bytes: number
  readonly sha256: string
}

export interface DownloadOptions {
  readonly route: Route
  readonly signal: AbortSignal
  /** Bytes that are there, of this file; those of an earlier run too. */
  onBytes(done: number): void
  /** First pause after a failure; doubles with each that brought nothing. */
  readonly pauseMs?: number
}

/** Failures in a row that brought no byte. */
const mostFailures = 5

/**
 * Fetches a file; goes on where an earlier try, or an earlier run that was killed, has stopped. Rejects with
 * `install/offline`, `install/not-found`, `install/altered` (the file is thrown away), `disk/…`.
 */
export async function download(wanted: Download, options: DownloadOptions): Promise<void> {
  const part = `${wanted.file}.part`
  mkdirSync(dirname(part), { recursive: true })
  for (let failures = 0; sizeOf(part) !== wanted.bytes;) {
    const before = sizeOf(part)
    try {
      await fetchRest(wanted, part, options)
    } catch (thrown) {
      if (options.signal.aborted || !isConnectionError(thrown)) throw thrown
      failures = sizeOf(part) > before ? 1 : failures + 1
      if (failures === mostFailures) throw offline(new URL(wanted.url).host, whyOf(thrown))
      await sleep((options.pauseMs ?? 400) * 2 ** (failures - 1), undefined, { signal: options.signal })
    }
  }
  const got = await digestOf(part, options.signal)
  if (got !== wanted.sha256) {
    rmSync(part, { force: true })
    throw altered(wanted.file.split(/[/\\]/).at(-1)!, wanted.sha256, got)
  }
  renameSync(part, wanted.file)
}

/** SHA-256 of a file, hexadecimal. */
export async function digestOf(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash, { signal })
  return hash.digest('hex')
}

async function fetchRest(wanted: Download, part: string, { route, signal, onBytes }: DownloadOptions): Promise<void> {
  const have = sizeOf(part)
  if (have > wanted.bytes) return rmSync(part)
  const headers: Record<string, string> = have > 0 ? { range: `bytes=${have}-` } : {}
  const response = await ask(wanted.url, route, { headers, signal })
  try {
    const start = startOf(response, have)
    if (start === null) throw refusal(wanted, response)
    const file = createWriteStream(part, { flags: start > 0 ? 'a' : 'w' })
    let done = start
    let broken: unknown = null
    await pipeline(response, untilBroken, file, { signal })
    // A pipeline that fails throws away what was not written yet; one that ends keeps it.
    async function* untilBroken(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      try {
        for await (const piece of pieces) {
          done += piece.length
          if (done > wanted.bytes) throw new ConnectionError(`it sends more than ${wanted.bytes} bytes`)
          onBytes(done)
          yield piece
        }
      } catch (thrown) {
        broken = thrown
      }
    }
    if (broken !== null) throw broken
  } catch (thrown) {
    throw isConnectionError(thrown) ? thrown : toDiskError(thrown, part)
  } finally {
    response.destroy()
  }
  if (sizeOf(part) < wanted.bytes) throw new ConnectionError('it ended in the middle')
}

/** Where the bytes that come belong: behind those that are there, at the start, or null: none come. */
function startOf({ statusCode, headers }: IncomingMessage, have: number): number | null {
  if (statusCode === 200) return 0
  if (statusCode === 206 && headers['content-range']?.startsWith(`bytes ${have}-`)) return have
  return null
}

class ConnectionError extends Error {}

function refusal({ file, url }: Download, { statusCode = 0 }: IncomingMessage): Error {
  if (statusCode === 404 || statusCode === 410) return notInIndex(file.split(/[/\\]/).at(-1)!, new URL(url).origin)
  return new ConnectionError(`it answered ${statusCode}`)
}

const fileSystemCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM', 'EIO', 'ENOENT'])

function isConnectionError(thrown: unknown): boolean {
  if (!(thrown instanceof Error) || thrown.name === 'AppError') return false
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : ''
  return !fileSystemCodes.has(code)
}

const whyOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return String(thrown)
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : thrown.message
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0
