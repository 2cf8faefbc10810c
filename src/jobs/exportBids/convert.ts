import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import type { Marker } from '../../core/domain/recording'
import { encodeEdfHeader, encodeEdfRecords, peakOf } from '../../core/formats/edf/writeEdf'
import { planEdf, type EdfDescription, type EdfPlan } from '../../core/formats/edf/edfPlan'
import { recordSize } from '../../core/formats/edf/recordSize'
import type { RecordingReader } from '../../core/formats/reader'
import { toDiskError } from '../../store/diskError'
import { blocksOf, type Between } from './blocks'
import { requireSame } from './readBack'

/** What goes into a file besides its samples. */
export interface ConversionFacts extends Pick<EdfDescription, 'subjectCode' | 'startedAt' | 'equipment'> {
  readonly labels: readonly string[]
  readonly markers: readonly Marker[]
}

/**
 * Writes a recording as BDF+ of 24 bits, flushes it, reads it back and holds it against the recording: only then is it there. Memory:
 * some blocks. Throws `export/differs`, `disk/…`, what the recording's reader throws, and what `between` throws.
 */
export async function convertRecording(
  reader: RecordingReader,
  path: string,
  facts: ConversionFacts,
  between: Between,
): Promise<EdfPlan> {
  const { channels, sampleRate, sampleCount } = reader.info
  const samplesPerRecord = recordSize(sampleCount, sampleRate)
  const units = channels.map(({ unit }) => unit)
  const description: EdfDescription = { ...facts, units, sampleRate, samplesPerRecord, sampleBytes: 3 }
  const peaks = channels.map(() => 0)
  for (const { data } of blocksOf(reader, samplesPerRecord)) {
    data.forEach((channel, c) => (peaks[c] = Math.max(peaks[c]!, peakOf(channel))))
    await between()
  }
  const plan = planEdf(description, sampleCount, peaks)
  const file = told(path, () => openSync(path, 'wx'))
  try {
    told(path, () => writeWhole(file, encodeEdfHeader(plan)))
    for (const { from, data } of blocksOf(reader, samplesPerRecord)) {
      const bytes = encodeEdfRecords(plan, data, from / samplesPerRecord)
      told(path, () => writeWhole(file, bytes))
      await between()
    }
    told(path, () => fsyncSync(file))
  } finally {
    closeSync(file)
  }
  await requireSame(reader, { path, plan }, between)
  return plan
}

function writeWhole(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
}

function told<T>(path: string, body: () => T): T {
  try {
    return body()
  } catch (thrown) {
    throw toDiskError(thrown, path)
  }
}
