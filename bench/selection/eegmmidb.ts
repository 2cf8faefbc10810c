import { readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { joinExamples } from '../../src/core/domain/examples'
import { readEdf } from '../../src/core/formats/edf/readEdf'
import { eegmmidbEventMap } from '../../src/core/formats/eegmmidb'
import { eegmmidbSites } from '../../src/core/montage/regions'
import { toSelectionData } from '../../src/core/selection/selectionData'
import type { SelectionData } from '../../src/core/selection/selectors/selector'
import { collectCrops } from '../../src/core/signal/collect'
import { defaultCrops, defaultPipeline, restrictSpec } from '../../src/core/signal/defaults'
import { toGrid } from '../../src/core/signal/spec'

/** A task of `accuracy`: runs of one subject, 64 electrodes, through the one signal path. */
export interface RunsOf {
  readonly subject: string
  readonly runs: readonly string[]
  readonly classes: readonly string[]
}

/** Both fists against both feet: 45 trials in three runs. */
export const fistsOrFeet: RunsOf = {
  subject: 'S001',
  runs: ['R06', 'R10', 'R14'],
  classes: ['both-fists', 'both-feet'],
}

/** Four movements: 90 trials in six runs, of which two together have all classes. */
export const fourMovements: RunsOf = {
  subject: 'S001',
  runs: ['R04', 'R06', 'R08', 'R10', 'R12', 'R14'],
  classes: ['left-fist', 'right-fist', 'both-fists', 'both-feet'],
}

/** Left against right fist of another person: 45 trials in three runs. */
export const leftOrRight: RunsOf = {
  subject: 'S002',
  runs: ['R04', 'R08', 'R12'],
  classes: ['left-fist', 'right-fist'],
}

/** Has a folder for each subject. */
export const tasksFolder = resolve(
  process.env['SPARSECAP_DATA'] ?? resolve(import.meta.dirname, '../../../shared/data'),
  'eegmmidb',
)

/** All trials with their covariances; `folder` has the subjects. Runs are the groups, in order of time. */
export async function readTask(folder: string, { subject, runs, classes }: RunsOf): Promise<SelectionData> {
  const parts = await Promise.all(runs.map((run) => readRun(join(folder, subject, `${subject}${run}.edf`), classes)))
  const before = parts.map((_, part) => parts.slice(0, part).reduce((sum, { labels }) => sum + labels.length, 0))
  return toSelectionData({
    candidates: eegmmidbSites,
    examples: joinExamples(parts.map(({ crops }) => crops.examples)),
    trialOfExample: Int32Array.from(
      parts.flatMap(({ crops }, part) => Array.from(crops.trialIndex, (trial) => trial + before[part]!)),
    ),
    classOfTrial: Int32Array.from(parts.flatMap(({ labels }) => labels)),
    groupOfTrial: Int32Array.from(parts.flatMap(({ labels }, part) => labels.map(() => part))),
    classes: classes.length,
    sampleRate: 160,
    hop: toGrid(defaultPipeline()).hop,
  })
}

async function readRun(path: string, classes: readonly string[]) {
  const { data, channels, markers, sampleRate } = readEdf(new Uint8Array(readFileSync(path)), basename(path))
  const codes = [...new Set(markers.map(({ code }) => code))]
  const classOf = new Map(eegmmidbEventMap(basename(path), codes)!.meanings.map(({ code, classId }) => [code, classId]))
  const cues = markers.filter(({ code }) => classes.includes(classOf.get(code) ?? ''))
  const eeg = channels.flatMap(({ electrode }, index) => (electrode === null ? [] : [{ electrode, index }]))
  const crops = await collectCrops({
    data: eeg.map(({ index }) => data[index]!),
    info: { channels: eeg.map(({ electrode }) => electrode), sampleRate },
    spec: restrictSpec(defaultPipeline(), eegmmidbSites),
    cues: cues.map(({ sample }) => sample),
    crops: defaultCrops,
  })
  if (crops.leftOut.length > 0) throw new Error(`${path} lacks windows of ${crops.leftOut.length} trials.`)
  return { crops, labels: cues.map(({ code }) => classes.indexOf(classOf.get(code)!)) }
}
