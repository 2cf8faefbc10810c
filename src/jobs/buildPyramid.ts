import { AppError } from '../core/domain/error'
import type { Cancellation, JobContext } from '../core/domain/job'
import { createBlockReader, type RecordingReader } from '../core/formats/reader'
import { createPyramid, finestFactor, maskGaps } from '../core/signal/pyramid'
import type { PyramidShape } from '../store/pyramidHeader'
import type { Study } from '../store/study'

export interface BuildWatch {
  readonly cancellation: Cancellation
  /** Called now and then with the samples done. */
  moved?(samples: number): void
  /** Called with each piece that was read, all channels in order; the reader may use its arrays again. */
  passing?(data: readonly Float32Array[]): void
}

/** Samples of all channels that are in memory at once. */
const blockSamples = 1 << 19
/** So long the process does not hear that it should stop. */
const patienceMs = 40

/**
 * Builds the overview of a recording, to be kept under `hash` with `study.pyramids.keep`. One pass over the samples; memory:
 * some megabytes whatever the length. Throws `job/cancelled`, `disk/…`, and what the reader throws.
 */
export async function buildPyramid(
  study: Study,
  { reader, hash }: { readonly reader: RecordingReader; readonly hash: string },
  { cancellation, moved, passing }: BuildWatch,
): Promise<void> {
  const shape = shapeOf(reader, hash)
  const { channels, sampleCount } = shape
  const writer = study.pyramids.write(shape)
  try {
    const builder = createPyramid(shape, writer.write)
    const step = finestFactor * Math.max(1, Math.floor(blockSamples / finestFactor / Math.max(1, channels)))
    const read = createBlockReader(reader, step)
    let pausedAtMs = performance.now()
    for (let at = 0; at < sampleCount; at += step) {
      const data = read(at, Math.min(sampleCount, at + step))
      passing?.(data)
      maskGaps(data, at, reader.info.gaps)
      builder.push(data)
      if (performance.now() - pausedAtMs < patienceMs) continue
      moved?.(at)
      await new Promise(setImmediate)
      if (cancellation.requested) throw cancelled()
      pausedAtMs = performance.now()
    }
    builder.finish()
    writer.finish()
  } finally {
    writer.close()
  }
}

export const shapeOf = ({ info }: RecordingReader, hash: string): PyramidShape => ({
  hash,
  channels: info.channels.length,
  sampleCount: info.sampleCount,
})

/** The overview of a recording that has none, or a damaged one: a study of an older program, a file that was lost. */
export async function rebuildPyramid(
  study: Study,
  recordingId: number,
  { cancellation, progress }: Pick<JobContext, 'cancellation' | 'progress'>,
): Promise<void> {
  const { hash, subject, run, sampleCount } = study.recordings.get(recordingId)
  const reader = study.recordings.openUnedited(recordingId)
  const tell = (done: number): void =>
    progress({ step: 'overview_building', values: { name: `${subject} ${run}` }, done, total: sampleCount })
  tell(0)
  await buildPyramid(study, { reader, hash }, { cancellation, moved: tell })
  study.pyramids.keep(hash)
}

const cancelled = (): AppError => new AppError({ code: 'job/cancelled', message: 'The overview was not finished.' })
