import { readFileSync } from 'node:fs'
import { AppError } from '../../core/domain/error'
import type { BadSpan } from '../../core/domain/badSpans'
import type { Marker, RecordingSummary } from '../../core/domain/recording'
import type { EventMap } from '../../core/domain/trial'
import { openRecordingFile } from '../../store/recordingFile'

/** Replaces texts of annotations that may be a person's words; the same text gets the same number in the whole data set. */
export interface TextMask {
  markersOf(markers: readonly Marker[], map: EventMap): Marker[]
  readonly replaced: number
}

/** A code of a machine or protocol: a number, or one or two letters with one. Single words may be names, and longer numbers dates. */
const isCode = (code: string): boolean => /^[A-Za-z]{0,2}[ _.:/+-]*\d{1,5}$/.test(code)

export function createTextMask(): TextMask {
  const numbers = new Map<string, string>()
  const maskOf = (code: string): string => {
    if (!numbers.has(code)) numbers.set(code, `text-${numbers.size + 1}`)
    return numbers.get(code)!
  }
  return {
    markersOf(markers, { meanings }) {
      const meant = new Set(meanings.flatMap(({ code, classId }) => (classId === null ? [] : [code])))
      return markers.map((marker) =>
        meant.has(marker.code) || isCode(marker.code) ? marker : { ...marker, code: maskOf(marker.code) },
      )
    },
    get replaced() {
      return numbers.size
    },
  }
}

export const withoutNotes = (spans: readonly BadSpan[]): BadSpan[] => spans.map(({ start, end }) => ({ start, end }))

/** When a recording of unknown time began, as EDF+ has it (EDF+ 2003, 2.1.3.5). */
const unknownStart = '1985-01-01T00:00:00'
const headerBytes = 256

/**
 * Reads a written file back: its header names the subject's label and nobody, and no time. Throws `export/personal` with what it found.
 */
export function requireAnonymous(path: string, label: string, { subject, fileName }: RecordingSummary): void {
  const { reader, close } = openRecordingFile({ path, hasNeighbours: false })
  try {
    const { startedAt, subjectCode, personal = [], device } = reader.info
    if (startedAt !== undefined && startedAt !== unknownStart) throw personalData(path, `the start ${startedAt}`)
    if (subjectCode !== label) throw personalData(path, `the code ${String(subjectCode)}`)
    if (personal.length > 0) throw personalData(path, personal.join(', '))
    if (device !== undefined) throw personalData(path, `the device ${device}`)
  } finally {
    close()
  }
  const header = readFileSync(path).subarray(0, headerBytes).toString('latin1')
  const words = [subject, fileName].filter((word) => word.length > 3 && word !== label)
  const found = words.find((word) => header.includes(word))
  if (found !== undefined) throw personalData(path, found)
}

const personalData = (path: string, what: string): AppError =>
  new AppError({
    code: 'export/personal',
    message: `${path} was to be de-identified, and still has ${what}. Nothing was exported.`,
    hint: 'Please report it with the recording’s format.',
    values: { path, what },
  })
