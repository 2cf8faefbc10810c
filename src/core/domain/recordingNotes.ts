import { AppError } from './error'

/** What a person keeps with a recording, beside what its file says. */
export interface RecordingNotes {
  /** Without doublets, in the order in which they were given. */
  readonly tags: readonly string[]
  /** Empty: none. */
  readonly note: string
}

export interface NotesChange {
  readonly add?: readonly string[] | undefined
  readonly remove?: readonly string[] | undefined
  /** Replaces the note; absent: it stays. */
  readonly note?: string | undefined
}

export const noNotes: RecordingNotes = { tags: [], note: '' }
export const longestTag = 40
export const longestNote = 4000
/** More are no help in finding anything. */
export const mostTags = 30

/** Two spellings that differ in case alone are one tag. */
const keyOf = (tag: string): string => tag.trim().toLowerCase()

/** Removes first, then adds; a tag that is there keeps its spelling. Throws `input/invalid` for a tag or note that cannot be kept. */
export function changeNotes(now: RecordingNotes, { add = [], remove = [], note }: NotesChange): RecordingNotes {
  const gone = new Set(remove.map(keyOf))
  const tags = new Map(now.tags.filter((tag) => !gone.has(keyOf(tag))).map((tag) => [keyOf(tag), tag]))
  for (const tag of add.map(toTag)) if (!tags.has(keyOf(tag))) tags.set(keyOf(tag), tag)
  if (tags.size > mostTags) throw invalid(`A recording has at most ${mostTags} tags, these would be ${tags.size}.`)
  const text = note === undefined ? now.note : note.trim()
  if (text.length > longestNote)
    throw invalid(`A note has at most ${longestNote} characters, this one has ${text.length}.`)
  return { tags: [...tags.values()], note: text }
}

function toTag(text: string): string {
  const tag = text.trim().replace(/\s+/g, ' ')
  if (tag === '' || tag.length > longestTag || tag.includes(','))
    throw invalid(`A tag has 1 to ${longestTag} characters and no comma, got “${text}”.`)
  return tag
}

const invalid = (message: string): AppError =>
  new AppError({ code: 'input/invalid', message, hint: 'Give it in another form.' })
