import type { Clock } from '../../core/domain/clock'
import type { StreamEvent } from '../../core/domain/session'
import type { Chunk, DecoderOutput } from '../../core/domain/signal'
import { createAppendFile } from './appendFile'
import type { SessionHeader } from './contents'
import { encodeChunk, encodeOutput } from './payloads'
import { encodeJson, encodeRecord, magic, recordType, type RecordType } from './records'

/**
 * Writes a session as it happens. Everything up to the last flush survives the death of the process; a flush comes by
 * itself with the first record that is written a second after the last one. Every call throws AppError `disk/…` once
 * the disk has failed; what was written before stays sound.
 */
export interface SessionWriter {
  samples(chunk: Chunk): void
  event(event: StreamEvent): void
  output(output: DecoderOutput): void
  lost(count: number): void
  flush(): void
  /** Writes the closing record, unless the disk has failed, and gives the file back. Safe to call twice. */
  close(): void
  /** Bytes written and waiting. */
  readonly byteLength: number
}

const flushEveryMs = 1000

/** Makes the file with its header; it must not be there yet. `clock` times the flushes. */
export function createSessionWriter(
  path: string,
  header: SessionHeader,
  clock: Pick<Clock, 'monotonicMs'>,
): SessionWriter {
  const file = createAppendFile(path)
  const counts = { samples: 0, outputs: 0, lost: 0 }
  let flushedAtMs = clock.monotonicMs()
  const flush = (): void => {
    flushedAtMs = clock.monotonicMs()
    file.flush()
  }
  const append = (type: RecordType, payload: Uint8Array): void => {
    file.append(encodeRecord(type, payload))
    if (clock.monotonicMs() - flushedAtMs >= flushEveryMs) flush()
  }
  file.append(magic)
  append(recordType.header, encodeJson(header))
  file.sync()
  return {
    samples(chunk) {
      counts.samples += chunk.data[0]?.length ?? 0
      append(recordType.samples, encodeChunk(chunk))
    },
    event: (event) => append(recordType.event, encodeJson(event)),
    output(output) {
      counts.outputs++
      append(recordType.output, encodeOutput(output))
    },
    lost(count) {
      if (count <= 0) return
      counts.lost += count
      append(recordType.lost, encodeJson(count))
    },
    flush,
    close: () => file.close(encodeRecord(recordType.closing, encodeJson(counts))),
    get byteLength() {
      return file.byteLength()
    },
  }
}
