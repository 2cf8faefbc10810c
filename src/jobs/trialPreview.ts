import { cuesOf } from '../core/domain/labelWarningsRuns'
import type { LabelRun, MeantMarker } from '../core/domain/labelWarnings'
import type { ElectrodeName } from '../core/domain/electrode'
import type { ClassId } from '../core/domain/trial'
import { envelope } from '../core/signal/envelope'
import type { Study } from '../store/study'
import { spread } from './checkLabelsTrials'
import { labelRunsOf } from './labelRuns'

/** Trials to look at; `data[electrode]` is an envelope `[column][low, high]`, µV about the trial's mean. */
export interface TrialLook {
  readonly electrodes: readonly ElectrodeName[]
  readonly seconds: readonly [before: number, after: number]
  readonly trials: readonly {
    readonly classId: ClassId
    readonly run: string
    readonly atSeconds: number
    readonly data: readonly Float32Array[]
  }[]
}

const trialsOfClass = 10
/** Over the sources of the movements, from left to right. */
const sourceSites: readonly ElectrodeName[] = ['C3', 'Cz', 'C4']
const [before, after] = [1, 4]
/** Columns of a small trace. */
const columns = 120

/** Ten trials of each class, spread over all runs, at the electrodes over the movements' sources. Reads these stretches only. */
export function previewTrials(study: Study, subject: string): TrialLook {
  const runs = labelRunsOf(study, subject)
  const electrodes = previewElectrodes(study, runs)
  const cues = runs.flatMap((run) => cuesOf(run).map((cue) => ({ run, cue })))
  const classes = [...new Set(cues.map(({ cue }) => cue.classId))]
  const chosen = classes.flatMap((classId) =>
    spread(
      cues.filter(({ cue }) => cue.classId === classId),
      trialsOfClass,
    ),
  )
  return {
    electrodes,
    seconds: [before, after],
    trials: chosen.map(({ run, cue }) => ({
      classId: cue.classId,
      run: run.run,
      atSeconds: cue.sample / run.sampleRate,
      data: readTrial(study, { run, cue }, electrodes),
    })),
  }
}

/** C3, Cz and C4 where all runs have them, else the first three that all have. */
function previewElectrodes(study: Study, runs: readonly LabelRun[]): ElectrodeName[] {
  const lists = runs.map(({ recordingId }) => study.recordings.get(recordingId).electrodes)
  const common = (lists[0] ?? []).filter((site) => lists.every((list) => list.includes(site)))
  const sources = sourceSites.filter((site) => common.includes(site))
  return sources.length >= 2 ? sources : common.slice(0, 3)
}

function readTrial(
  study: Study,
  { run, cue }: { readonly run: LabelRun; readonly cue: MeantMarker },
  electrodes: readonly ElectrodeName[],
): Float32Array[] {
  const reader = study.recordings.open(run.recordingId)
  const picked = electrodes.map((name) => reader.info.channels.findIndex(({ electrode }) => electrode === name))
  const first = Math.round(cue.sample - before * run.sampleRate)
  const length = Math.round((before + after) * run.sampleRate)
  const [from, to] = [Math.max(0, first), Math.max(0, Math.min(run.sampleCount, first + length))]
  if (to <= from) return electrodes.map(() => new Float32Array(2 * columns).fill(NaN))
  return reader.read(from, to, picked).map((signal) => {
    // Where the recording has no samples, the trace has none: a trial that leaves it is seen to.
    const whole = new Float32Array(length).fill(NaN)
    const mean = signal.reduce((sum, value) => sum + value, 0) / signal.length
    whole.set(
      signal.map((value) => value - mean),
      from - first,
    )
    return envelope(whole, columns)
  })
}
