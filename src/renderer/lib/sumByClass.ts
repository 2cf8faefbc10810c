import type { ClassId } from '../../core/domain/trial'
import type { RecordingView } from '../../ipc/views'

/** Cues by class over several recordings, in the order in which the classes are met. */
export function sumByClass(recordings: readonly Pick<RecordingView, 'classCounts'>[]): [ClassId, number][] {
  const sums = new Map<ClassId, number>()
  for (const { classCounts } of recordings) {
    for (const [classId, count] of Object.entries(classCounts)) sums.set(classId, (sums.get(classId) ?? 0) + count)
  }
  return [...sums]
}
