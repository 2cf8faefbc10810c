import { isSpoiled } from './badSpans'
import type { LabelRun, LabelWarning, MeantMarker } from './labelWarnings'
import { cuesOf, toWarning } from './labelWarningsRuns'
import type { ClassId } from './trial'
import type { Seconds } from './units'

/** Trials that overlap, come at the same moment, leave the recording, touch a bad span, or whose classes come one after the other. */
export function timeWarnings(runs: readonly LabelRun[], trialEnd: Seconds): LabelWarning[] {
  const cued = runs.map((run) => ({ run, cues: cuesOf(run) })).filter(({ cues }) => cues.length > 0)
  return [
    ...sameMoment(cued),
    ...overlaps(cued, trialEnd),
    ...leaving(cued, trialEnd),
    ...spoiled(cued, trialEnd),
    ...inBlocks(cued),
  ]
}

interface Cued {
  readonly run: LabelRun
  readonly cues: readonly MeantMarker[]
}

/** Two meanings at one sample cannot both be right. */
function sameMoment(cued: readonly Cued[]): LabelWarning[] {
  const twice = cued.map(({ run, cues }) => ({
    run: run.run,
    cues: cues.filter((cue, i) => cue.sample === cues[i - 1]?.sample),
  }))
  const count = twice.reduce((sum, { cues }) => sum + cues.length, 0)
  if (count === 0) return []
  const runs = twice.filter(({ cues }) => cues.length > 0).map(({ run }) => run)
  return [toWarning({ kind: 'same-moment', severity: 'bad', runs, values: { count } })]
}

function overlaps(cued: readonly Cued[], trialEnd: Seconds): LabelWarning[] {
  const found = cued.map(({ run, cues }) => ({
    run: run.run,
    spacings: cues
      .slice(1)
      .map(({ sample }, i) => (sample - cues[i]!.sample) / run.sampleRate)
      .filter((spacing) => spacing > 0 && spacing < trialEnd),
  }))
  const spacings = found.flatMap((one) => one.spacings)
  if (spacings.length === 0) return []
  const runs = found.filter((one) => one.spacings.length > 0).map(({ run }) => run)
  const values = { count: spacings.length, shortest: Math.min(...spacings), seconds: trialEnd }
  return [toWarning({ kind: 'overlap', severity: 'fair', runs, values })]
}

function leaving(cued: readonly Cued[], trialEnd: Seconds): LabelWarning[] {
  const found = cued.map(({ run, cues }) => ({
    run: run.run,
    count: cues.filter(({ sample }) => sample < 0 || sample + trialEnd * run.sampleRate > run.sampleCount).length,
  }))
  const count = found.reduce((sum, one) => sum + one.count, 0)
  if (count === 0) return []
  const runs = found.filter((one) => one.count > 0).map(({ run }) => run)
  return [toWarning({ kind: 'leaves-recording', severity: 'fair', runs, values: { count, seconds: trialEnd } })]
}

/** Trials that are left out since a person called part of their signal bad. */
function spoiled(cued: readonly Cued[], trialEnd: Seconds): LabelWarning[] {
  const found = cued.map(({ run, cues }) => {
    const { sampleRate, badSpans: spans = [] } = run
    const count = cues.filter(({ sample }) => isSpoiled({ cueSample: sample, spans }, { sampleRate, trialEnd })).length
    return { run: run.run, count }
  })
  const count = found.reduce((sum, one) => sum + one.count, 0)
  if (count === 0) return []
  const runs = found.filter((one) => one.count > 0).map(({ run }) => run)
  return [toWarning({ kind: 'bad-span', severity: 'info', runs, values: { count } })]
}

/** Far fewer changes of class than in any fair order: drift over time then looks like a difference of classes. */
function inBlocks(cued: readonly Cued[]): LabelWarning[] {
  const found = cued.flatMap(({ run, cues }) => {
    const classes = cues.map(({ classId }) => classId)
    const { changes, expected, deviation } = changesOf(classes)
    return deviation > 0 && (changes - expected) / deviation < blockLimit ? [{ run: run.run, changes, expected }] : []
  })
  if (found.length === 0) return []
  const sum = (pick: (one: (typeof found)[number]) => number) => found.reduce((total, one) => total + pick(one), 0)
  const values = { changes: sum(({ changes }) => changes), expected: Math.round(sum(({ expected }) => expected)) }
  return [toWarning({ kind: 'in-blocks', severity: 'fair', runs: found.map(({ run }) => run), values })]
}

/** Standard deviations below what a random order gives; so far down one order in ten thousand comes. */
const blockLimit = -3.7

/** Changes of class along a random order: mean and deviation of the runs test for several classes (Barton & David 1957,
 *  Biometrika 44:168). */
function changesOf(classes: readonly ClassId[]): { changes: number; expected: number; deviation: number } {
  const n = classes.length
  const counts = [...new Set(classes)].map((id) => classes.filter((other) => other === id).length)
  const squares = counts.reduce((sum, count) => sum + count ** 2, 0)
  const cubes = counts.reduce((sum, count) => sum + count ** 3, 0)
  const changes = classes.filter((id, i) => i > 0 && id !== classes[i - 1]).length
  const expected = n > 0 ? n - squares / n : 0
  const variance = n > 1 ? (squares * (squares + n * (n + 1)) - 2 * n * cubes - n ** 3) / (n ** 2 * (n - 1)) : 0
  return { changes, expected, deviation: Math.sqrt(Math.max(0, variance)) }
}
