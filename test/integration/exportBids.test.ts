import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../src/core/domain/error'
import type { JobContext } from '../../src/core/domain/job'
import type { Recording } from '../../src/core/domain/recording'
import { readTable } from '../../src/core/formats/bids/table'
import { writeEdf } from '../../src/core/formats/edf/writeEdf'
import { readWhole } from '../../src/core/formats/registry'
import { memorySource } from '../../src/core/formats/source'
import { exportBids } from '../../src/jobs/exportBids/exportBids'
import { importRecordings } from '../../src/jobs/importRecordings'
import { openRecordingFile } from '../../src/store/recordingFile'
import type { Study } from '../../src/store/study'
import { hasBidsValidator, validateBids } from '../support/bidsValidator'
import { requireData } from '../support/data'
import { useTestFolder } from '../support/studyFolder'

const folder = useTestFolder()
const context = (): JobContext<never> & { cancellation: { requested: boolean } } => ({
  cancellation: { requested: false },
  progress: () => undefined,
  report: () => undefined,
})

async function studyOf(paths: readonly string[]): Promise<Study> {
  const study = folder.open(join(folder.path, 'study'), true)
  const { outcomes } = await importRecordings(study, { paths }, context())
  expect(outcomes.map(({ state }) => state)).toEqual(paths.map(() => 'imported'))
  return study
}

const output = (): string => join(folder.path, 'bids')
const filesIn = (path: string): string[] => readdirSync(path, { recursive: true }).map(String).sort()
const recordingsIn = (path: string): string[] => filesIn(path).filter((name) => /_eeg\.(edf|bdf|set)$/.test(name))
const tableIn = (path: string) => readTable(memorySource(basename(path), readFileSync(path)))!

function readAsBids(path: string): Recording {
  const { reader, close } = openRecordingFile({ path, hasNeighbours: true })
  try {
    return readWhole(reader)
  } finally {
    close()
  }
}

/** A recording whose header names a person. */
function personalEdf(): string {
  const path = join(folder.path, 'Mueller_run1.edf')
  const data = [0, 1, 2].map((c) => Float32Array.from({ length: 1000 }, (_, i) => 50 * Math.sin(i / (3 + c))))
  const bytes = writeEdf({
    ...{ sampleRate: 100, labels: ['C3', 'Cz', 'C4'], data, startedAt: '2021-03-04T05:06:07', equipment: 'SN_12345' },
    markers: [
      { code: 'T1', sample: 100 },
      { code: 'Anna Mueller coughs', sample: 300 },
      { code: 'Anna', sample: 400 },
      { code: 'S  7', sample: 450 },
      { code: 'T1', sample: 500 },
    ],
  })
  bytes.set(new TextEncoder().encode('X F 02-MAY-1951 Anna_Mueller'.padEnd(80)), 8)
  writeFileSync(path, bytes)
  return path
}

const [run4, run6] = [requireData('eegmmidb/S001/S001R04.edf'), requireData('eegmmidb/S001/S001R06.edf')]
const brainvision = requireData('formats/brainvision/test.vhdr')
const biosemi = requireData('formats/bdf/biosemi_2048hz_73ch.bdf')

describe.skipIf(!run4 || !run6)('a study of real recordings', () => {
  test('leaves as a data set of BIDS whose originals are those that came in, bit for bit', async () => {
    const study = await studyOf([run4!, run6!])
    const [first] = study.recordings.list()
    study.badChannels.set(first!.id, ['Fp1'])
    study.badSpans.set(first!.id, [{ start: 320, end: 480, note: 'cough' }])
    const result = await exportBids(study, { output: output(), deidentify: false }, context())
    expect(result).toMatchObject({ subjects: 1, recordings: 2, copied: 2, converted: 0, textsReplaced: 0 })
    expect(recordingsIn(output())).toEqual([
      'sub-S001/eeg/sub-S001_task-imaginedFistsFeet_run-06_eeg.edf',
      'sub-S001/eeg/sub-S001_task-imaginedLeftRight_run-04_eeg.edf',
    ])
    const path = join(output(), 'sub-S001/eeg/sub-S001_task-imaginedLeftRight_run-04_eeg.edf')
    expect(readFileSync(path).equals(readFileSync(run4!))).toBe(true)
    const channels = tableIn(path.replace('_eeg.edf', '_channels.tsv'))
    expect(channels).toHaveLength(64)
    expect(channels.filter(({ status }) => status === 'bad').map(({ name }) => name)).toEqual(['Fp1.'])
    const back = readAsBids(path)
    const original = readWhole(study.recordings.open(first!.id))
    expect(back.badElectrodes).toEqual(['Fp1'])
    expect(back.data).toEqual(original.data)
    const meanings = new Map(
      study.eventMaps.get(first!.id).meanings.map(({ code, classId }) => [code, classId ?? code]),
    )
    const wanted = [
      ...original.markers.map(({ code, sample }) => [sample, meanings.get(code) ?? code] as const),
      [320, 'BAD_cough'] as const,
    ].sort((a, b) => a[0] - b[0])
    expect(back.markers.map(({ code, sample }) => [sample, code])).toEqual(wanted)
    const values = tableIn(path.replace('_eeg.edf', '_events.tsv')).map(({ value }) => value)
    expect(values.filter(Boolean)).toEqual(original.markers.map(({ code }) => code))
  })

  test.skipIf(!brainvision || !biosemi)(
    'has what BIDS does not allow as BDF+, with the same samples and events',
    async () => {
      const study = await studyOf([brainvision!, biosemi!, run4!])
      const result = await exportBids(study, { output: output(), deidentify: false }, context())
      expect(result.recordings).toBe(3)
      expect(result.converted).toBeGreaterThan(0)
      const source = study.recordings.list().find(({ format }) => format === 'brainvision')!
      const original = readWhole(study.recordings.open(source.id))
      const path = recordingsIn(output()).find((name) => name.endsWith('.bdf') && /test/i.test(name))!
      const back = readAsBids(join(output(), path))
      expect(back.sampleCount).toBe(original.sampleCount)
      const codes = ({ markers }: Recording) => markers.map(({ code, sample }) => [sample, code])
      const { meanings } = study.eventMaps.get(source.id)
      expect(meanings.every(({ classId }) => classId === null)).toBe(true)
      expect(codes(back)).toEqual(codes(original))
      original.data.forEach((channel, c) => {
        const peak = channel.reduce((most, value) => Math.max(most, Math.abs(value)), 1)
        const off = channel.reduce((most, value, i) => Math.max(most, Math.abs(value - back.data[c]![i]!)), 0)
        expect(off).toBeLessThanOrEqual((peak + 1) * 2 ** -22)
      })
    },
  )

  test.skipIf(!hasBidsValidator)('is a data set in which the BIDS validator finds no error', async () => {
    const study = await studyOf([run4!, run6!, ...[brainvision, biosemi].flatMap((path) => path ?? [])])
    study.recordings.list().forEach(({ id }) => study.badSpans.set(id, [{ start: 10, end: 20 }]))
    for (const deidentify of [false, true]) {
      const place = join(folder.path, `bids-${deidentify}`)
      await exportBids(study, { output: place, deidentify }, context())
      const { errors } = await validateBids(place)
      expect(errors).toEqual([])
    }
  })
})

describe('de-identified', () => {
  test('nothing of header, events or names tells whose the recording is', async () => {
    const study = await studyOf([personalEdf()])
    const { subject } = study.recordings.list()[0]!
    expect(subject).toMatch(/Mueller/)
    study.badSpans.set(1, [{ start: 10, end: 20, note: 'Anna asked for water' }])
    const result = await exportBids(study, { output: output(), deidentify: true }, context())
    expect(result).toMatchObject({ copied: 0, converted: 1, textsReplaced: 2 })
    for (const name of filesIn(output())) {
      expect(name).not.toMatch(/anna|mueller/i)
      if (!existsSync(join(output(), name)) || readdirSyncSafe(join(output(), name))) continue
      const bytes = readFileSync(join(output(), name)).toString('latin1')
      for (const word of [/anna/i, /mueller/i, /1951/, /2021/, /SN_12345/]) expect(bytes).not.toMatch(word)
    }
    const [path] = recordingsIn(output())
    const back = readAsBids(join(output(), path!))
    expect(back).toMatchObject({ subjectCode: '001', startedAt: '1985-01-01T00:00:00', personal: [] })
    expect(back.markers.map(({ code, sample }) => [sample, code])).toEqual([
      [10, 'BAD_segment'],
      [100, 'T1'],
      [300, 'text-1'],
      [400, 'text-2'],
      [450, 'S  7'],
      [500, 'T1'],
    ])
  })
})

describe('an export', () => {
  test('never mixes with what is there, and says so', async () => {
    const study = await studyOf([personalEdf()])
    mkdirSync(output())
    writeFileSync(join(output(), 'mine.txt'), 'x')
    await expect(exportBids(study, { output: output(), deidentify: false }, context())).rejects.toThrow(/not empty/)
    expect(filesIn(output())).toEqual(['mine.txt'])
    const inside = join(study.folder, 'bids')
    await expect(exportBids(study, { output: inside, deidentify: false }, context())).rejects.toThrow(
      /inside the study/,
    )
  })

  test('takes an empty folder', async () => {
    const study = await studyOf([personalEdf()])
    mkdirSync(output())
    await exportBids(study, { output: output(), deidentify: false }, context())
    expect(filesIn(output())).toContain('dataset_description.json')
  })

  test('leaves nothing when it is cancelled or fails in the middle', async () => {
    const study = await studyOf([personalEdf()])
    const cancelled = context()
    const job = { ...cancelled, progress: () => void (cancelled.cancellation.requested = true) }
    const code = await exportBids(study, { output: output(), deidentify: true }, job).catch(
      (thrown: AppError) => thrown.code,
    )
    expect(code).toBe('job/cancelled')
    const original = study.recordings.path(1)
    copyFileSync(original, `${original}.kept`)
    writeFileSync(original, 'damaged')
    await expect(exportBids(study, { output: output(), deidentify: false }, context())).rejects.toThrow(AppError)
    expect(readdirSync(dirname(output())).filter((name) => name.includes('bids'))).toEqual([])
  })
})

const readdirSyncSafe = (path: string): boolean => {
  try {
    readdirSync(path)
    return true
  } catch {
    return false
  }
}
