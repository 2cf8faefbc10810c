import type { ClassId } from '../../core/domain/trial'
import type { RecordingView } from '../../ipc/views'
import { inClassOrder } from './classes'

/** Cues by class over several recordings, in the order of classes that all lists have. */
export function sumByClass(recordings: readonly Pick<RecordingView, 'classCounts'>[]): [ClassId, number][] {
  const sums = new Map<ClassId, number>()
  for (const { classCounts } of recordings) {
    for (const [classId, count] of Object.entries(classCounts)) sums.set(classId, (sums.get(classId) ?? 0) + count)
  }
  return inClassOrder([...sums.keys()]).map((classId) => [classId, sums.get(classId)!])
}
