import type { RecordingView } from '../../../ipc/views'

export const secondsOf = ({ summary }: RecordingView): number => summary.sampleCount / summary.sampleRate

/** Markers that a class is given to; null where there is nothing to count: no markers, or by agreement none that means a class. */
export function cuesOf({ eventMap, classCounts }: RecordingView): number | null {
  if (eventMap.meanings.every(({ classId }) => classId === null) && eventMap.confirmed) return null
  return Object.values(classCounts).reduce((sum, count) => sum + count, 0)
}
