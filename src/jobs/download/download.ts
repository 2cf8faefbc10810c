import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { basename, dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { toDiskError } from '../../store/diskError'
import { extentOf } from './extent'
import { ask, type Route } from './request'

export interface Download {
  readonly url: string
  /** Where it is wanted. Until it is whole and proven it lies beside it, with `.part`. */
  readonly file: string
  /** Absent: as many as the server says. */
  readonly bytes?: number
  /** Absent where the publisher gives none: then the length alone is held against what came. */
  readonly sha256?: string
}

/** What a failure is called by those who want the file. */
export interface DownloadFailures {
  /** No answer, or an answer that means: not now. */
  offline(host: string, why: string): Error
  missing(file: string, origin: string): Error
  altered(file: string, expected: string, got: string): Error
}

export interface DownloadOptions {
  readonly route: Route
  readonly signal: AbortSignal
  readonly failures: DownloadFailures
  /** Bytes that are there, of this file, those of an earlier run too; and of how many, where that is known. */
  onBytes(done: number, total: number | null): void
  /** First pause after a failure; doubles with each that brought nothing. */
  readonly pauseMs?: number
}

/** Failures in a row that brought no byte. */
const mostFailures = 5

/** A file on its way. */
interface Way extends DownloadOptions {
  readonly wanted: Download
  readonly part: string
  total: number | null
  /** The server ended without having said how much there is. */
  ended: boolean
}

/**
 * Fetches a file; goes on where an earlier try, or an earlier run that was killed, has stopped. Returns its SHA-256. Rejects
 * with one of `failures` (an altered file is thrown away), and `disk/…`.
 */
export async function download(wanted: Download, options: DownloadOptions): Promise<string> {
  const part = `${wanted.file}.part`
  makeFolder(dirname(part))
  const way: Way = { ...options, wanted, part, total: wanted.bytes ?? null, ended: false }
  for (let failures = 0; !isWhole(way);) {
    const before = sizeOf(part)
    try {
      await fetchRest(way)
    } catch (thrown) {
      if (options.signal.aborted || !isConnectionError(thrown)) throw thrown
      failures = sizeOf(part) > before ? 1 : failures + 1
      if (failures === mostFailures) throw options.failures.offline(new URL(wanted.url).host, whyOf(thrown))
      await sleep((options.pauseMs ?? 400) * 2 ** (failures - 1), undefined, { signal: options.signal })
    }
  }
  const got = await digestOf(part, options.signal)
  if (wanted.sha256 !== undefined && got !== wanted.sha256) {
    rmSync(part, { force: true })
    throw options.failures.altered(basename(wanted.file), wanted.sha256, got)
  }
  renameSync(part, wanted.file)
  return got
}

/** SHA-256 of a file, hexadecimal. */
export async function digestOf(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash, { signal })
  return hash.digest('hex')
}

const isWhole = ({ part, total, ended }: Way): boolean => ended || (total !== null && sizeOf(part) === total)

async function fetchRest(way: Way): Promise<void> {
  const { wanted, part, route, signal } = way
  const have = sizeOf(part)
  if (way.total !== null && have > way.total) return rmSync(part)
  const headers: Record<string, string> = have > 0 ? { range: `bytes=${have}-` } : {}
  const response = await ask(wanted.url, route, { headers, signal })
  try {
    const extent = extentOf(response, have)
    if (extent === 'nothing-left') return void (way.ended = true)
    if (extent === 'other-length') return rmSync(part)
    if (extent === null) throw refusal(way, response)
    way.total = wanted.bytes ?? extent.total
    await write(way, response, extent.start)
  } catch (thrown) {
    throw isConnectionError(thrown) ? thrown : toDiskError(thrown, part)
  } finally {
    response.destroy()
  }
  if (way.total === null) way.ended = true
  else if (sizeOf(part) < way.total) throw new ConnectionError('it ended in the middle')
}

async function write(way: Way, response: IncomingMessage, start: number): Promise<void> {
  const file = createWriteStream(way.part, { flags: start > 0 ? 'a' : 'w' })
  let done = start
  let broken: unknown = null
  await pipeline(response, untilBroken, file, { signal: way.signal })
  // A pipeline that fails throws away what was not written yet; one that ends keeps it.
  async function* untilBroken(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    try {
      for await (const piece of pieces) {
        done += piece.length
        if (way.total !== null && done > way.total) throw new ConnectionError(`it sends more than ${way.total} bytes`)
        way.onBytes(done, way.total)
        yield piece
      }
    } catch (thrown) {
      broken = thrown
    }
  }
  if (broken !== null) throw broken
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (thrown) {
    throw toDiskError(thrown, folder)
  }
}

class ConnectionError extends Error {}

function refusal({ wanted: { file, url }, failures }: Way, { statusCode = 0 }: IncomingMessage): Error {
  if (statusCode === 404 || statusCode === 410) return failures.missing(basename(file), new URL(url).origin)
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
