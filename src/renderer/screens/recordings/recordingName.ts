import type { RecordingView } from '../../../ipc/views'
import type { RecordingName } from '../../lib/recordings.svelte'

/** Why a recording cannot be called so. */
export type NameFault = 'empty' | 'taken'

export const trimmed = ({ subject, run }: RecordingName): RecordingName => ({
  subject: subject.trim(),
  run: run.trim(),
})

/** Null when the recording `id` can have this name: both parts are there, and no other run of the subject is called so. */
export function nameFault(recordings: readonly RecordingView[], id: number, name: RecordingName): NameFault | null {
  const { subject, run } = trimmed(name)
  if (subject === '' || run === '') return 'empty'
  const taken = recordings.some(
    ({ summary }) => summary.id !== id && summary.subject === subject && summary.run === run,
  )
  return taken ? 'taken' : null
}
