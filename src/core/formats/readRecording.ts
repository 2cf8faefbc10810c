import type { Recording } from '../domain/recording'
import { readEdf } from './edf/readEdf'
import { requireFormat } from './sniff'

/** The one way from the bytes of a file to a recording. Throws AppError `file/…` with what was expected and what came. */
export function readRecording(fileName: string, bytes: Uint8Array): Recording {
  requireFormat(fileName, bytes)
  return readEdf(bytes, fileName)
}
