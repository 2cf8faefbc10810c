import type { IncomingMessage } from 'node:http'

/** Where the bytes that come belong, and how many the whole file has; `total` null: the server does not say. */
export interface Extent {
  readonly start: number
  readonly total: number | null
}

/**
 * What an answer brings to `have` bytes that are there (RFC 9110, 14.4 and 15.5.17). `nothing-left`: they are all of it;
 * `other-length`: they cannot be of this file; null: no bytes come.
 */
export function extentOf(
  { statusCode, headers }: Pick<IncomingMessage, 'statusCode' | 'headers'>,
  have: number,
): Extent | 'nothing-left' | 'other-length' | null {
  const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(headers['content-range'] ?? '')
  const total = range?.[2] === undefined || range[2] === '*' ? null : Number(range[2])
  if (statusCode === 200) return { start: 0, total: lengthOf(headers['content-length']) }
  if (statusCode === 206 && Number(range?.[1]) === have) return { start: have, total }
  if (statusCode === 416) return total === have ? 'nothing-left' : 'other-length'
  return null
}

const lengthOf = (text: string | undefined): number | null => (/^\d+$/.test(text ?? '') ? Number(text) : null)
