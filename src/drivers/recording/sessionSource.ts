import type { StreamEvent } from '../../core/domain/session'
import type { SampleSource } from '../../core/domain/source'
import type { Chunk, SourceInfo } from '../../core/domain/signal'
import { createTapeSource, type Playing } from './tapeSource'

/** What is needed of a recorded session. */
export interface RecordedStream {
  readonly label: string
  readonly info: SourceInfo
  /** As they arrived, oldest first; a gap between two is a gap of the session. */
  readonly chunks: readonly Chunk[]
  readonly events: readonly StreamEvent[]
}

/** Plays a recorded session: the very chunks that arrived, and the same gaps. */
export function createSessionSource({
  contents,
  ...playing
}: Playing & { readonly contents: RecordedStream }): SampleSource {
  const { chunks } = contents
  const endOf = (chunk: Chunk): number => chunk.start + chunk.data[0]!.length
  let next = 0
  return createTapeSource(
    {
      label: contents.label,
      info: contents.info,
      start: chunks[0]?.start ?? 0,
      end: chunks.length === 0 ? 0 : endOf(chunks.at(-1)!),
      events: [...contents.events].sort((a, b) => a.sample - b.sample),
      take(until) {
        const from = next
        while (next < chunks.length && endOf(chunks[next]!) <= until) next++
        return chunks.slice(from, next)
      },
    },
    playing,
  )
}
