import { readFileSync } from 'node:fs'
import { AppError, type ErrorData } from '../../core/domain/error'
import type { StreamEvent } from '../../core/domain/session'
import type { Chunk, DecoderOutput } from '../../core/domain/signal'
import type { SessionContents, SessionHeader } from './contents'
import { decodeChunk, decodeOutput } from './payloads'
import { decodeJson, decodeRecord, magic, recordType, type RawRecord } from './records'

/** Reads the sound part of a session. Throws `session/not-found`; `session/damaged` when not even its header is sound. */
export function readSession(path: string): SessionContents {
  const { header, ...rest } = parseSession(readBytes(path), path)
  if (header) return { header, ...rest }
  throw new AppError(rest.problem ?? unreadable(path, 0, rest.byteLength))
}

export type ParsedSession = Omit<SessionContents, 'header'> & { readonly header: SessionHeader | null }

/** Stops at the first record that is not sound. Never throws. */
export function parseSession(bytes: Uint8Array, path: string): ParsedSession {
  const gathered = new Gathered()
  const isOurs = magic.every((byte, index) => bytes[index] === byte)
  if (!isOurs) return gathered.toSession(bytes.length, unreadable(path, 0, bytes.length))
  let offset = magic.length
  while (offset < bytes.length && !gathered.closed) {
    const record = decodeRecord(bytes, offset)
    if (record === 'cut') return gathered.toSession(bytes.length, endsEarly(path, offset, bytes.length))
    if (record === 'damaged' || !gathered.take(record)) {
      return gathered.toSession(bytes.length, unreadable(path, offset, bytes.length))
    }
    offset = record.end
  }
  const complete = gathered.closed && offset === bytes.length
  return gathered.toSession(bytes.length, complete ? null : endsEarly(path, offset, bytes.length))
}

class Gathered {
  header: SessionHeader | null = null
  closed = false
  readonly #chunks: Chunk[] = []
  readonly #events: StreamEvent[] = []
  readonly #outputs: DecoderOutput[] = []
  #lostSamples = 0

  /** False for a record that does not belong here. */
  take({ type, payload }: RawRecord): boolean {
    if (type === recordType.header) return this.#takeHeader(payload)
    if (!this.header) return false
    if (type === recordType.samples) return keep(this.#chunks, decodeChunk(payload))
    if (type === recordType.output) return keep(this.#outputs, decodeOutput(payload))
    if (type === recordType.event) return keep(this.#events, decodeJson(payload) as StreamEvent)
    if (type === recordType.lost) this.#lostSamples += decodeJson(payload) as number
    if (type === recordType.closing) this.closed = true
    return type === recordType.lost || type === recordType.closing
  }

  #takeHeader(payload: Uint8Array): boolean {
    const header = decodeJson(payload) as SessionHeader
    if (this.header || header.version !== 1) return false
    this.header = header
    return true
  }

  toSession(byteLength: number, problem: ErrorData | null): ParsedSession {
    const [chunks, events, outputs] = [this.#chunks, this.#events, this.#outputs]
    const { header, closed } = this
    return { header, chunks, events, outputs, lostSamples: this.#lostSamples, closed, problem, byteLength }
  }
}

function keep<T>(list: T[], item: T | null): boolean {
  if (item !== null) list.push(item)
  return item !== null
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (thrown) {
    throw new AppError({
      code: 'session/not-found',
      message: `The session's file ${path} cannot be read`,
      hint: 'Restore it from a backup, or remove the session from the list.',
      detail: thrown instanceof Error ? thrown.message : String(thrown),
      values: { path },
    })
  }
}

/** The usual mark of a process that died: all that it had flushed is there. */
const endsEarly = (path: string, offset: number, length: number): ErrorData => ({
  code: 'session/damaged',
  message: `The session was not closed: its file ends after ${offset} sound bytes${length > offset ? `, ${length - offset} more belong to a record that was not finished` : ''}`,
  hint: 'Everything before is sound and can be replayed; at most the last second is missing.',
  values: { path, sound: offset, unread: length - offset },
})

const unreadable = (path: string, offset: number, length: number): ErrorData => ({
  code: 'session/damaged',
  message: `The session file ${path} is damaged at byte ${offset}: ${length - offset} of ${length} bytes were not read`,
  hint:
    offset > 0
      ? 'What comes before is sound and can be replayed. A backup of the file may hold the rest.'
      : 'Restore the file from a backup, or remove the session from the list.',
  values: { path, sound: offset, unread: length - offset },
})
