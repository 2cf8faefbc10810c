import { AppError } from '../../core/domain/error'
import type { Marker } from '../../core/domain/recording'
import { samples } from '../../core/domain/units'
import { stepOf } from '../../core/formats/edf/writeEdf'
import type { EdfPlan } from '../../core/formats/edf/edfPlan'
import type { RecordingReader } from '../../core/formats/reader'
import { openRecordingFile } from '../../store/recordingFile'
import { blocksOf, type Between } from './blocks'

/** A written file, and what it was to hold. */
export interface Written {
  readonly path: string
  readonly plan: EdfPlan
}

/**
 * Opens the file as any other one and holds it against the recording: rate, labels, every sample to half a step, every marker. Throws
 * `export/differs` with the first that is not the same.
 */
export async function requireSame(reader: RecordingReader, { path, plan }: Written, between: Between): Promise<void> {
  const { reader: back, close } = openRecordingFile({ path, hasNeighbours: false })
  try {
    requireSameFacts(reader, back, { path, plan })
    const blocks = blocksOf(reader, plan.samplesPerRecord)
    for (const { from, data } of blocks) {
      const read = back.read(samples(from), samples(from + data[0]!.length))
      data.forEach((channel, c) => {
        const at = firstDifference(channel, read[c]!, stepOf(plan, c))
        if (at >= 0) throw differs(path, `sample ${from + at} of ${plan.labels[c]}`, channel[at]!, read[c]![at]!)
      })
      await between()
    }
  } finally {
    close()
  }
}

function requireSameFacts({ info }: RecordingReader, back: RecordingReader, { path, plan }: Written): void {
  const found = back.info
  const expect = (what: string, wanted: unknown, got: unknown): void => {
    if (JSON.stringify(wanted) !== JSON.stringify(got)) throw differs(path, what, wanted, got)
  }
  if (!(Math.abs(found.sampleRate / info.sampleRate - 1) <= 1e-6))
    throw differs(path, 'sampling rate', info.sampleRate, found.sampleRate)
  const labels = found.channels.map(({ label }) => label)
  expect('labels', plan.labels, labels)
  expect('number of samples', plan.records * plan.samplesPerRecord, found.sampleCount)
  const markers = plan.description.markers.filter(({ sample }) => sample >= 0 && sample < info.sampleCount)
  expect('events', ordered(markers), ordered(found.markers))
}

const ordered = (markers: readonly Marker[]): string[] =>
  markers.map(({ sample, code }) => `${String(sample).padStart(12, '0')} ${code.trim()}`).sort()

/** Index of the first sample that is off by more than half a step and the rounding of float32; −1: none. */
function firstDifference(wanted: Float32Array, got: Float32Array, step: number): number {
  for (let i = 0; i < wanted.length; i++) {
    const value = wanted[i]!
    // What is no number was held.
    if (!(Math.abs(value) < Infinity)) continue
    if (!(Math.abs(got[i]! - value) <= 0.5001 * step + 2e-7 * Math.abs(value))) return i
  }
  return -1
}

const differs = (path: string, what: string, wanted: unknown, got: unknown): AppError =>
  new AppError({
    code: 'export/differs',
    message: `${path} does not read back as it was written: ${what} should be ${brief(wanted)}, and is ${brief(got)}. Nothing was exported.`,
    hint: 'Check the disk, and export to another one. If it stays so, please report it with the recording’s format.',
    values: { path, what, expected: brief(wanted), got: brief(got) },
  })

const brief = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}
