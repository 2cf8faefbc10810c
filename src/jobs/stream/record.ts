import { AppError, type ErrorData } from '../../core/domain/error'
import type { SourceBatch } from '../../core/domain/source'
import type { DecoderOutput } from '../../core/domain/signal'
import type { SessionWriter } from '../../store/session/writer'

/** The record of a running stream: once the disk fails it ends, and the stream goes on. */
export interface SessionRecord {
  batch(batch: SourceBatch): void
  output(output: DecoderOutput): void
  flush(): void
  close(): void
  readonly byteLength: number
  /** Why recording ended before the stream did; null while all is well. */
  readonly stopped: ErrorData | null
}

export function createSessionRecord(writer: SessionWriter | null): SessionRecord {
  let stopped: ErrorData | null = null
  let byteLength = 0
  const guarded = (work: (writer: SessionWriter) => void): void => {
    if (!writer || stopped) return
    try {
      work(writer)
      byteLength = writer.byteLength
    } catch (thrown) {
      if (!(thrown instanceof AppError) || !thrown.code.startsWith('disk/')) throw thrown
      stopped = thrown.data
    }
  }
  return {
    batch: ({ chunk, events, lost }) =>
      guarded((to) => {
        to.lost(lost)
        to.samples(chunk)
        for (const event of events) to.event(event)
      }),
    output: (output) => guarded((to) => to.output(output)),
    flush: () => guarded((to) => to.flush()),
    close() {
      guarded((to) => to.close())
      // The file is given back also where its closing record could not be written.
      if (stopped) quietly(() => writer!.close())
    },
    get byteLength() {
      return byteLength
    },
    get stopped() {
      return stopped
    },
  }
}

function quietly(work: () => void): void {
  try {
    work()
  } catch {
    // Already reported as the reason why recording stopped.
  }
}
