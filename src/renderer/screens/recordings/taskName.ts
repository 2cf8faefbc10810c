import type { RecordingView } from '../../../ipc/views'
import { lookUp } from '../../lib/catalogue'

/** What the person did in a run, where the file's own rule knows it; the file's name otherwise. */
export const taskName = (recording: RecordingView): string =>
  (recording.task && lookUp('task', recording.task)) || recording.task || recording.summary.fileName
