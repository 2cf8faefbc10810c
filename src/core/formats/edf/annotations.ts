import { decodeText } from '../text'

/** One annotation of EDF+; onset in seconds after the start of the file. */
export interface EdfAnnotation {
  readonly onset: number
  readonly duration?: number
  readonly text: string
}

export interface RecordAnnotations {
  /** Start of the record in seconds after the start of the file, from its time-keeping annotation; null when it has none. */
  readonly start: number | null
  readonly annotations: readonly EdfAnnotation[]
  /** Lists that could not be read. */
  readonly bad: number
}

const listEnd = 0
const durationMark = '\x15'
const textEnd = '\x14'

/** One time-stamped annotation list: `+onset[\x15duration]\x14text\x14…`. Null when it is none. */
function parseList(list: string): { onset: number; duration?: number; texts: string[] } | null {
  const head = list.indexOf(textEnd)
  if (head < 0) return null
  const [onsetText = '', durationText] = list.slice(0, head).split(durationMark)
  if (!/^[+-]\d+(\.\d*)?$/.test(onsetText)) return null
  const texts = list.slice(head + 1).split(textEnd)
  texts.pop()
  const duration = durationText === undefined || durationText === '' ? undefined : Number(durationText)
  return { onset: Number(onsetText), texts, ...(duration !== undefined && duration >= 0 ? { duration } : {}) }
}

/** Cuts at zero bytes; runs of them fill the record. */
function splitLists(bytes: Uint8Array): string[] {
  const lists: string[] = []
  let from = 0
  for (let i = 0; i <= bytes.length; i++) {
    if (i < bytes.length && bytes[i] !== listEnd) continue
    if (i > from) lists.push(decodeText(bytes.subarray(from, i)))
    from = i + 1
  }
  return lists
}

/** Annotations of one record's annotation signal (EDF+ 2003, section 2.2.4). */
export function readAnnotations(bytes: Uint8Array): RecordAnnotations {
  let start: number | null = null
  let bad = 0
  const annotations: EdfAnnotation[] = []
  for (const list of splitLists(bytes)) {
    const parsed = parseList(list)
    if (!parsed) {
      bad++
      continue
    }
    const { onset, duration, texts } = parsed
    if (start === null && texts[0] === '') start = onset
    for (const text of texts) {
      if (text.trim() === '') continue
      annotations.push({ onset, text: text.trim(), ...(duration === undefined ? {} : { duration }) })
    }
  }
  return { start, annotations, bad }
}
