import type { RecordingView } from '../../../../ipc/views'

/** Each tag of these recordings, whatever its case, and how many have it. */
export function countTags(recordings: readonly RecordingView[]): readonly { tag: string; count: number }[] {
  const found = new Map<string, { tag: string; count: number }>()
  for (const tag of recordings.flatMap(({ notes }) => notes.tags)) {
    const one = found.get(tag.toLowerCase())
    found.set(tag.toLowerCase(), { tag: one?.tag ?? tag, count: (one?.count ?? 0) + 1 })
  }
  return [...found.values()]
}
