import { changeNotes, noNotes, type NotesChange, type RecordingNotes } from '../core/domain/recordingNotes'
import type { StoreContext } from './context'

export interface Notes {
  /** Tags and note of a recording; none for one that nobody wrote about. */
  get(recordingId: number): RecordingNotes
  /** Of all recordings that have any, by number. */
  all(): ReadonlyMap<number, RecordingNotes>
  /** Changes all of them or none; what was before stays in the audit trail. Throws `input/invalid` as `changeNotes`. */
  change(recordingIds: readonly number[], change: NotesChange): void
}

interface Row {
  recording_id: number
  tags: string
  note: string
}

export function createNotes({ catalogue, audit }: StoreContext): Notes {
  const get = (id: number): RecordingNotes => {
    const row = catalogue.get<Row>('SELECT * FROM recording_notes WHERE recording_id = ?', id)
    return row ? toNotes(row) : noNotes
  }
  const set = (id: number, before: RecordingNotes, after: RecordingNotes): void => {
    const row = [id, JSON.stringify(after.tags), after.note]
    catalogue.run('INSERT OR REPLACE INTO recording_notes VALUES (?, ?, ?)', ...row)
    audit.append({ what: `notes.set ${id}`, before, after })
  }
  return {
    get,
    all: () =>
      new Map(catalogue.all<Row>('SELECT * FROM recording_notes').map((row) => [row.recording_id, toNotes(row)])),
    change: (ids, change) =>
      catalogue.transaction(() => {
        for (const id of ids) {
          const before = get(id)
          const after = changeNotes(before, change)
          if (JSON.stringify(before) !== JSON.stringify(after)) set(id, before, after)
        }
      }),
  }
}

const toNotes = ({ tags, note }: Row): RecordingNotes => ({ tags: JSON.parse(tags) as string[], note })
