import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { MarkerMeaning } from '../../src/core/domain/trial'
import { createRandom } from '../../src/core/domain/random'
import { hertz, samples, seconds } from '../../src/core/domain/units'
import { writeEdf } from '../../src/core/formats/edf/writeEdf'
import { buildDataset } from '../../src/jobs/dataset'
import { trialsOf } from '../../src/jobs/datasetTrials'
import { editChannels } from '../../src/jobs/editChannels'
import { importRecordings } from '../../src/jobs/importRecordings'
import { inspectRecording } from '../../src/jobs/inspectRecording'
import { readDetails } from '../../src/jobs/recordingDetails'
import { readQuality } from '../../src/jobs/recordingQuality'
import { readTraces } from '../../src/jobs/signals'
import { defaultPipeline } from '../../src/core/signal/defaults'
import { neverCancelled } from '../../src/core/domain/job'
import type { Study } from '../../src/store/study'
import { failure, useTestFolder } from '../support/studyFolder'
import { writeFileSync } from 'node:fs'

const folder = useTestFolder()
const context = { cancellation: neverCancelled, progress: () => undefined, report: () => undefined }
const sampleRate = hertz(160)

/** Two runs of twenty cues: C3 and Cz by name, C4 behind an input's number, an eye electrode at Fp1. */
async function makeStudy(): Promise<Study> {
  const study = folder.open(join(folder.path, 'study'), true)
  for (const run of [1, 2]) {
    const random = createRandom(run)
    const bytes = writeEdf({
      ...{ subjectCode: 'P7', startedAt: '2024-03-09T10:20:30', equipment: 'Amp 9', sampleRate },
      labels: ['EEG C3-Ref', 'EXG1', 'Cz', 'Fp1'],
      data: Array.from({ length: 4 }, () => Float32Array.from({ length: 160 * 120 }, () => 20 * random.normal())),
      markers: Array.from({ length: 20 }, (_, i) => ({
        ...{ code: i % 2 ? 'left-fist' : 'right-fist', sample: samples(160 * (6 + 5 * i)), duration: seconds(4) },
      })),
    })
    writeFileSync(join(folder.path, `P7_run${run}.edf`), bytes)
  }
  await importRecordings(study, { paths: [1, 2].map((run) => join(folder.path, `P7_run${run}.edf`)) }, context)
  return study
}
const exg1 = { channel: 1, label: 'EXG1' }
const fp1 = { channel: 3, label: 'Fp1' }

describe('channels that a person places', () => {
  test('are what training, traces and quality see, in all runs at once', async () => {
    const study = await makeStudy()
    const ids = study.recordings.list().map(({ id }) => id)
    expect(study.recordings.get(ids[0]!).electrodes).toEqual(['C3', 'Cz', 'Fp1'])
    const changes = [
      { ...exg1, electrode: 'c4' },
      { ...fp1, type: 'eog' as const },
    ]
    expect(editChannels(study, { recordingIds: ids, changes })).toBe(2)
    expect(editChannels(study, { recordingIds: ids, changes })).toBe(0)
    for (const id of ids) expect(study.recordings.get(id).electrodes).toEqual(['C3', 'C4', 'Cz'])
    const traces = readTraces(study, { recordingId: ids[0]!, startSeconds: 0, seconds: 1 })
    expect(traces.electrodes).toEqual(['C3', 'C4', 'Cz'])
    expect(traces.data[1]).toEqual(study.recordings.openUnedited(ids[0]!).read(samples(0), samples(160), [1])[0])
    expect(readQuality(study, ids[0]!).map(({ electrode }) => electrode)).toEqual(['C3', 'C4', 'Cz'])
    const classes = ['left-fist', 'right-fist']
    const plan = {
      ...{ classes, candidates: ['C3', 'C4', 'Cz'], runs: trialsOf(study, ids, classes) },
      pipeline: defaultPipeline(160),
      crops: { from: 0.5, to: 3.5, step: 3 },
    }
    const { training } = await buildDataset(study, plan, context)
    expect(training.crops.examples.channels).toBe(3)
    expect(training.trials.length).toBe(20)
  })

  test('keep their fault when they move, and give it up with their site', async () => {
    const study = await makeStudy()
    const [id] = study.recordings.list().map((one) => one.id)
    study.badChannels.set(id!, ['Fp1', 'Cz'])
    editChannels(study, { recordingIds: [id!], changes: [{ ...fp1, electrode: 'AF7' }] })
    expect(study.badChannels.get(id!)).toEqual(['AF7', 'Cz'])
    editChannels(study, { recordingIds: [id!], changes: [{ ...fp1, type: 'eog' }] })
    expect(study.badChannels.get(id!)).toEqual(['Cz'])
  })

  test('are measured anew, even where another channel takes the very same site', async () => {
    const study = await makeStudy()
    const [id] = study.recordings.list().map((one) => one.id)
    const before = readQuality(study, id!)
    const away = { channel: 0, label: 'EEG C3-Ref', electrode: null }
    editChannels(study, { recordingIds: [id!], changes: [away, { ...exg1, electrode: 'C3' }] })
    const after = readQuality(study, id!)
    expect(after.map(({ electrode }) => electrode)).toEqual(before.map(({ electrode }) => electrode))
    expect(Math.abs(after[0]!.rmsMicrovolts - before[0]!.rmsMicrovolts)).toBeGreaterThan(0.01)
    expect(after[1]!.rmsMicrovolts).toBeCloseTo(before[1]!.rmsMicrovolts, 9)
  })

  test('are refused where another channel stands, and then nothing is different', async () => {
    const study = await makeStudy()
    const ids = study.recordings.list().map(({ id }) => id)
    const { data } = failure(() => editChannels(study, { recordingIds: ids, changes: [{ ...exg1, electrode: 'Cz' }] }))
    expect(data).toMatchObject({ code: 'channel/place', values: { why: 'taken', site: 'Cz' } })
    expect(ids.map((id) => study.channelEdits.get(id))).toEqual([[], []])
  })

  test('are told by the details and by inspection: the file’s name and the study’s site', async () => {
    const study = await makeStudy()
    const [id] = study.recordings.list().map((one) => one.id)
    editChannels(study, { recordingIds: [id!], changes: [{ ...exg1, electrode: 'C4' }] })
    const details = readDetails(study, id!)
    expect(details).toMatchObject({
      subjectCode: 'P7',
      device: 'Amp 9',
      seconds: 120,
      startedAt: '2024-03-09T10:20:30',
    })
    expect(details.personal).toEqual([])
    expect(details.channels.map(({ label, electrode, type, edited }) => [label, electrode, type, edited])).toEqual([
      ['EEG C3-Ref', 'C3', 'eeg', false],
      ['EXG1', 'C4', 'eeg', true],
      ['Cz', 'Cz', 'eeg', false],
      ['Fp1', 'Fp1', 'eeg', false],
    ])
    expect(details.events.map(({ code, count, firstSeconds }) => [code, count, firstSeconds])).toEqual([
      ['left-fist', 10, 11],
      ['right-fist', 10, 6],
    ])
    const found = inspectRecording(study.recordings.openUnedited(id!), [], study.channelEdits.get(id!))
    expect(found.channels[1]).toMatchObject({ label: 'EXG1', electrode: 'C4', type: 'eeg' })
    expect(study.eventMaps.get(id!).meanings.map(({ classId }: MarkerMeaning) => classId)).toContain('left-fist')
  })
})
