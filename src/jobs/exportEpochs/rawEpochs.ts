import { AppError } from '../../core/domain/error'
import type { JobContext } from '../../core/domain/job'
import { recordedRanges } from '../../core/domain/recordingGaps'
import type { Trial } from '../../core/domain/trial'
import { samples } from '../../core/domain/units'
import type { RecordingReader } from '../../core/formats/reader'
import type { Study } from '../../store/study'
import type { RunTrials } from '../datasetTrials'
import type { Epochs } from './epochs'
import type { EpochsPlan } from './trainingEpochs'

/**
 * The samples of each trial as recorded, µV. Throws `input/invalid` for recordings of several rates, `job/cancelled`, and what the
 * recordings throw.
 */
export async function rawEpochs(
  study: Study,
  { runs, candidates, window: { from, to } }: EpochsPlan,
  { cancellation, progress }: Pick<JobContext, 'cancellation' | 'progress'>,
): Promise<Epochs> {
  const sampleRate = oneRate(runs)
  const [first, length] = [Math.round(from * sampleRate), Math.round((to - from) * sampleRate)]
  const parts: Float32Array[] = []
  const kept: Trial[] = []
  for (const [done, run] of runs.entries()) {
    progress({ step: 'select_preparing', values: { run: run.recording.run }, done, total: runs.length })
    if (cancellation.requested) throw new AppError({ code: 'job/cancelled', message: 'The export was cancelled.' })
    await new Promise(setImmediate)
    const reader = study.recordings.open(run.recording.id)
    const picked = candidates.map((site) => reader.info.channels.findIndex(({ electrode }) => electrode === site))
    for (const trial of run.trials) {
      const start = trial.cueSample + first
      if (!isRecorded(reader, start, start + length)) continue
      parts.push(...reader.read(samples(start), samples(start + length), picked))
      kept.push(trial)
    }
  }
  const x = new Float32Array(parts.length * length)
  parts.forEach((part, i) => x.set(part, i * length))
  const all = runs.reduce((sum, run) => sum + run.trials.length + (run.leftOut ?? 0), 0)
  return {
    ...{ x, trials: kept, electrodes: candidates, samples: length, sampleRate, pipeline: null },
    ...{ starts: new Float64Array(kept.length).fill(first / sampleRate), leftOut: all - kept.length },
  }
}

/** Whether all of the samples are there. */
function isRecorded({ info }: RecordingReader, from: number, to: number): boolean {
  if (from < 0 || to > info.sampleCount) return false
  const ranges = recordedRanges({ from: samples(from), to: samples(to) }, info)
  return ranges.length === 1 && ranges[0]!.from === from && ranges[0]!.to === to
}

function oneRate(runs: readonly RunTrials[]): number {
  const rates = [...new Set(runs.map(({ recording }) => recording.sampleRate))]
  if (rates.length === 1) return rates[0]!
  throw new AppError({
    code: 'input/invalid',
    message: `Raw epochs are of one rate, and the recordings have ${rates.map((rate) => `${rate} Hz`).join(', ')}.`,
    hint: 'Export recordings of one rate, or the signal that training sees, which is resampled.',
  })
}
