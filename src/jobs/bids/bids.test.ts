import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { requireData } from '../../../test/support/data'
import { neverCancelled } from '../../core/domain/job'
import { openStudy, type Study } from '../../store/study'
import { importRecordings } from '../importRecordings'

const r04 = requireData('eegmmidb/S001/S001R04.edf')
const r06 = requireData('eegmmidb/S001/S001R06.edf')
const second = requireData('eegmmidb/S002/S002R04.edf')

let folder: string
let root: string
let study: Study
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
const place = (from: string, path: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  copyFileSync(from, join(root, path))
}
const bring = (path = root) =>
  importRecordings(
    study,
    { paths: [path] },
    { cancellation: neverCancelled, progress: () => undefined, report: () => undefined },
  )

/** Two people, one of them with two tasks: sidecars at the root, below it and beside the recordings. */
function writeDataset(): void {
  write('dataset_description.json', '{"Name":"Test","BIDSVersion":"1.9.0"}')
  write('participants.tsv', 'participant_id\tage\nsub-01\t30\n')
  write(
    'task-fists_eeg.json',
    '{"TaskName":"fists","EEGReference":"ears","PowerLineFrequency":60,"SamplingFrequency":160}',
  )
  place(r04!, 'sub-01/eeg/sub-01_task-fists_run-1_eeg.edf')
  write(
    'sub-01/eeg/sub-01_task-fists_run-1_events.tsv',
    'onset\tduration\ttrial_type\n4.2\t4.1\tright-fist\n12.5\t4.1\tleft-fist\n500\t1\tleft-fist\n',
  )
  write(
    'sub-01/eeg/sub-01_task-fists_run-1_channels.tsv',
    'name\ttype\tunits\tstatus\nFc5.\tEEG\tuV\tbad\nFp1.\tEOG\tuV\tgood\n',
  )
  place(r06!, 'sub-01/eeg/sub-01_task-feet_eeg.edf')
  place(second!, 'sub-02/eeg/sub-02_task-fists_run-1_eeg.edf')
  place(second!, 'derivatives/clean/sub-02/eeg/sub-02_task-fists_run-1_eeg.edf')
  place(second!, 'sourcedata/S002R04.edf')
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bids-'))
  root = join(folder, 'in/data')
  study = openStudy(join(folder, 'study'), { create: true })
})
afterEach(() => {
  study.close()
  rmSync(folder, { recursive: true, force: true })
})

describe.skipIf(r04 === null || r06 === null || second === null)('a BIDS data set', () => {
  it('comes whole: subject, task and run by its names; derivatives and source data do not', async () => {
    writeDataset()
    const { outcomes } = await bring()
    expect(outcomes.map(({ fileName, state }) => [fileName, state])).toEqual([
      ['sub-01_task-feet_eeg.edf', 'imported'],
      ['sub-01_task-fists_run-1_eeg.edf', 'imported'],
      ['sub-02_task-fists_run-1_eeg.edf', 'imported'],
    ])
    expect(study.recordings.list().map(({ subject, run }) => [subject, run])).toEqual([
      ['01', 'feet'],
      ['01', 'fists R01'],
      ['02', 'R01'],
    ])
  })

  it('gives events, types and bad channels; the original stays, and reads so ever after', async () => {
    writeDataset()
    await bring()
    const fists = study.recordings.list().find(({ run }) => run === 'fists R01')!
    expect(fists.markerCounts).toEqual({ 'left-fist': 1, 'right-fist': 1 })
    expect(fists.companions).toEqual([
      'task-fists_eeg.json',
      'sub-01_task-fists_run-1_channels.tsv',
      'sub-01_task-fists_run-1_events.tsv',
    ])
    expect(fists.electrodes.length).toBe(63)
    expect(fists.problems.map(({ code }) => code)).toContain('bad-annotation')
    expect(study.badChannels.get(fists.id)).toEqual(['FC5'])
    expect(study.eventMaps.get(fists.id)).toMatchObject({ source: 'rule:names', confirmed: true })
    rmSync(root, { recursive: true })
    const { info } = study.recordings.open(fists.id)
    expect(info.markers.map(({ code, sample }) => [code, sample])).toEqual([
      ['right-fist', 672],
      ['left-fist', 2000],
    ])
    expect(info).toMatchObject({ reference: 'ears', powerLine: 60 })
    expect(() => study.recordings.verify(fists.id)).not.toThrow()
  })

  it('says who is not in the list of participants, and knows what it has when it comes again', async () => {
    writeDataset()
    await bring()
    const stranger = study.recordings.list().find(({ subject }) => subject === '02')!
    expect(stranger.problems).toContainEqual(
      expect.objectContaining({ code: 'sidecar-differs', values: { file: 'participants.tsv', what: 'sub-02' } }),
    )
    expect(stranger.markerCounts).toHaveProperty('T1')
    expect((await bring()).outcomes.map(({ state }) => state)).toEqual(['duplicate', 'duplicate', 'duplicate'])
  })

  it('is found by one of its recordings too, and within another folder', async () => {
    writeDataset()
    const one = join(root, 'sub-01/eeg/sub-01_task-fists_run-1_eeg.edf')
    expect((await bring(one)).outcomes.length).toBe(1)
    expect(study.recordings.list()[0]).toMatchObject({
      subject: '01',
      run: 'fists R01',
      markerCounts: { 'left-fist': 1 },
    })
    expect((await bring(dirname(root))).outcomes.map(({ state }) => state)).toEqual([
      'imported',
      'duplicate',
      'imported',
    ])
  })

  it('without its description is a folder of files as before', async () => {
    place(r04!, 'a/S001R04.edf')
    place(second!, 'derivatives/S002R04.edf')
    expect((await bring()).outcomes.length).toBe(2)
    expect(study.recordings.list().map(({ subject, run }) => [subject, run])).toEqual([
      ['S001', 'R04'],
      ['S002', 'R04'],
    ])
    expect(existsSync(study.recordings.path(study.recordings.list()[0]!.id))).toBe(true)
  })
})
