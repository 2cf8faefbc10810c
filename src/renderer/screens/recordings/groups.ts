import type { RecordingView } from '../../../ipc/views'
import { groupBy } from '../../lib/groupBy'

/** The runs of one subject, and what can be said of them together. */
export interface SubjectGroup {
  readonly subject: string
  readonly recordings: readonly RecordingView[]
  readonly seconds: number
  readonly channels: number
  readonly sampleRate: number
}

export const secondsOf = ({ summary }: RecordingView): number => summary.sampleCount / summary.sampleRate

/** Markers that a class is given to; null where there is nothing to count: no markers, or by agreement none that means a class. */
export function cuesOf({ eventMap, classCounts }: RecordingView): number | null {
  if (eventMap.meanings.every(({ classId }) => classId === null) && eventMap.confirmed) return null
  return Object.values(classCounts).reduce((sum, count) => sum + count, 0)
}

/** By subject and within it by run, both as a person counts: R2 before R10. */
export function groupBySubject(recordings: readonly RecordingView[]): SubjectGroup[] {
  const order = new Intl.Collator('en', { numeric: true })
  const groups = groupBy(recordings, ({ summary }) => summary.subject)
  return [...groups]
    .sort(([a], [b]) => order.compare(a, b))
    .map(([subject, members]) => ({
      subject,
      recordings: members.toSorted(
        (a, b) => order.compare(a.summary.run, b.summary.run) || a.summary.id - b.summary.id,
      ),
      seconds: members.reduce((sum, member) => sum + secondsOf(member), 0),
      channels: Math.max(...members.map(({ summary }) => summary.electrodes.length)),
      sampleRate: Math.max(...members.map(({ summary }) => summary.sampleRate)),
    }))
}

/** Those whose subject, run, file or task has the text in it. */
export function filterRecordings(
  recordings: readonly RecordingView[],
  text: string,
  taskName: (recording: RecordingView) => string,
): readonly RecordingView[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return recordings
  return recordings.filter((recording) => {
    const { subject, run, fileName } = recording.summary
    return [subject, run, `${subject} ${run}`, fileName, taskName(recording)].some((part) =>
      part.toLowerCase().includes(wanted),
    )
  })
}
