import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { describe, expect, test } from 'vitest'
import type { ImportRequest, ImportResult } from '../../src/core/domain/import'
import { writeEdf } from '../../src/core/formats/edf/writeEdf'
import { importRecordings } from '../../src/jobs/importRecordings'
import type { Study } from '../../src/store/study'
import { requireData } from '../support/data'
import { failure, useTestFolder } from '../support/studyFolder'

const folder = useTestFolder()
const run = (study: Study, request: ImportRequest): Promise<ImportResult> =>
  importRecordings(study, request, {
    cancellation: { requested: false },
    progress: () => undefined,
    report: () => undefined,
  })
const newStudy = (): Study => folder.open(join(folder.path, 'study'), true)
const stored = (study: Study): string[] =>
  readdirSync(join(study.folder, 'recordings'), { recursive: true }).map(String).sort()

const brainvision = requireData('formats/brainvision')
describe.skipIf(!brainvision)('a recording of several files', () => {
  const trio = ['test.eeg', 'test.vhdr', 'test.vmrk']
  function aFolder(name = 'data'): string {
    const path = join(folder.path, name)
    mkdirSync(path)
    for (const file of trio) copyFileSync(join(brainvision!, file), join(path, file))
    return path
  }

  test('comes in whole and unchanged, as one line, from its folder', async () => {
    const [study, data] = [newStudy(), aFolder()]
    const { outcomes } = await run(study, { paths: [data] })
    expect(outcomes).toHaveLength(1)
    expect(outcomes[0]).toMatchObject({
      fileName: 'test.vhdr',
      companions: ['test.eeg', 'test.vmrk'],
      state: 'imported',
    })
    const [recording] = study.recordings.list()
    expect(recording).toMatchObject({ format: 'brainvision', companions: ['test.eeg', 'test.vmrk'] })
    expect(stored(study)).toEqual([recording!.hash, ...trio.map((name) => join(recording!.hash, name))])
    for (const name of trio) {
      const original = readFileSync(join(study.folder, 'recordings', recording!.hash, name))
      expect(original.equals(readFileSync(join(data, name)))).toBe(true)
    }
    expect(recording!.byteLength).toBe(trio.reduce((sum, name) => sum + readFileSync(join(data, name)).length, 0))
  })

  test.each([[['test.eeg']], [['test.vmrk']], [trio], [['test.vmrk', 'test.vhdr']]])(
    'is one recording whichever of its files are named: %j',
    async (names) => {
      const [study, data] = [newStudy(), aFolder()]
      const { outcomes } = await run(study, { paths: names.map((name) => join(data, name)) })
      expect(outcomes.map(({ fileName, state }) => [fileName, state])).toEqual([['test.vhdr', 'imported']])
      expect(stored(study)).toHaveLength(4)
    },
  )

  test('is known again by its content, and gone with all of its files', async () => {
    const study = newStudy()
    await run(study, { paths: [aFolder()] })
    const { outcomes } = await run(study, { paths: [aFolder('again')] })
    expect(outcomes.map(({ state, recordingId }) => [state, recordingId])).toEqual([['duplicate', 1]])
    study.recordings.remove(1)
    expect(stored(study)).toEqual([])
    expect((await run(study, { paths: [join(folder.path, 'again')] })).outcomes[0]!.state).toBe('imported')
  })

  test('reads from the study as from its folder, and again after the study was opened anew', async () => {
    await run(newStudy(), { paths: [aFolder()] })
    const study = folder.open(join(folder.path, 'study'))
    const whole = study.recordings.read(1)
    expect(whole.markers.length).toBeGreaterThan(5)
    expect(study.recordings.open(1).read(100, 164, [2, 0])).toEqual(
      [2, 0].map((channel) => whole.data[channel]!.slice(100, 164)),
    )
    expect(study.recordings.open(1)).toBe(study.recordings.open(1))
  })

  test('with a file of it changed in the study is not read', async () => {
    const study = newStudy()
    await run(study, { paths: [aFolder()] })
    const path = join(study.folder, 'recordings', study.recordings.get(1).hash, 'test.eeg')
    const bytes = readFileSync(path)
    bytes[1000]! ^= 1
    writeFileSync(path, bytes)
    expect(failure(() => study.recordings.open(1)).code).toBe('file/altered')
    bytes[1000]! ^= 1
    writeFileSync(path, bytes)
    expect(study.recordings.open(1).info.sampleCount).toBeGreaterThan(0)
  })

  test('without its markers comes in in part, and says what is missing', async () => {
    const [study, data] = [newStudy(), join(folder.path, 'data')]
    mkdirSync(data)
    for (const name of ['test.eeg', 'test.vhdr']) copyFileSync(join(brainvision!, name), join(data, name))
    const [outcome] = (await run(study, { paths: [data] })).outcomes
    expect(outcome!.state).toBe('partly')
    expect(outcome!.problems[0]).toMatchObject({ code: 'companion-missing', values: { expected: 'test.vmrk' } })
  })

  test('without its data is refused by the name that is missing, and nothing stays', async () => {
    const [study, data] = [newStudy(), join(folder.path, 'data')]
    mkdirSync(data)
    copyFileSync(join(brainvision!, 'test.vhdr'), join(data, 'test.vhdr'))
    const [outcome] = (await run(study, { paths: [data] })).outcomes
    expect(outcome).toMatchObject({ state: 'refused', error: { code: 'file/not-found' } })
    expect(stored(study)).toEqual([])
  })
})

const formats = requireData('formats')
test.skipIf(!formats)('a folder of all formats: each recording once, and read from the study as it came', async () => {
  const study = newStudy()
  const { outcomes } = await run(study, { paths: [formats!], keepPartial: true })
  const names = outcomes.map(({ fileName }) => fileName)
  expect(new Set(names).size).toBe(names.length)
  expect(names).not.toContain('test.eeg')
  for (const { state, error } of outcomes) expect(state !== 'refused' || error!.hint).toBeTruthy()
  const came = outcomes.filter(({ state }) => state !== 'refused')
  expect(came.length).toBeGreaterThan(10)
  for (const { id } of study.recordings.list()) {
    const { info, read } = study.recordings.open(id)
    const whole = study.recordings.read(id).data
    expect(whole).toHaveLength(info.channels.length)
    for (const [from, to] of [1 / 3, 1 / 2, 1].map((share) => {
      const end = Math.round(share * info.sampleCount)
      return [Math.max(0, end - 77), end] as const
    }))
      expect(read(from, to)).toEqual(whole.map((channel) => channel.slice(from, to)))
    study.recordings.verify(id)
  }
})

const xdf = requireData('formats/xdf/minimal.xdf')
describe.skipIf(!xdf)('an XDF file with two streams of EEG', () => {
  const header = (id: number, name: string): number[] => {
    const xml = `<info><name>${name}</name><type>EEG</type><channel_count>2</channel_count><nominal_srate>50</nominal_srate><channel_format>float32</channel_format></info>`
    const content = [2, 0, id, 0, 0, 0, ...new TextEncoder().encode(xml)]
    return [4, content.length & 255, content.length >> 8, 0, 0, ...content]
  }
  /** One sample with a time stamp, for a second stream that has some. */
  const sample = (id: number, time: number): number[] => {
    const body = new DataView(new ArrayBuffer(17))
    body.setFloat64(1, time, true)
    body.setUint8(0, 8)
    body.setFloat32(9, time, true)
    const content = [3, 0, id, 0, 0, 0, 1, 1, ...new Uint8Array(body.buffer)]
    return [1, content.length, ...content]
  }
  function twoStreams(): string {
    const path = join(folder.path, 'two.xdf')
    const more = [0, 1, 2, 3].flatMap((i) => sample(7, 5 + i / 50))
    writeFileSync(path, new Uint8Array([...readFileSync(xdf!), ...header(7, 'Second amplifier'), ...more]))
    return path
  }

  test('is not guessed at: the outcome has what a person needs to choose', async () => {
    const [outcome] = (await run(newStudy(), { paths: [twoStreams()] })).outcomes
    expect(outcome).toMatchObject({ state: 'refused', error: { code: 'file/several-streams', values: { ids: '0 7' } } })
    expect(outcome!.error!.values!.streams).toContain('7: Second amplifier (2 channels, 50 Hz)')
  })

  test('comes in by the stream that was chosen, which the study remembers; the other one is another recording', async () => {
    const [study, path] = [newStudy(), twoStreams()]
    await run(study, { paths: [path], streams: { signal: 7 } })
    await run(study, { paths: [path], streams: { signal: 0 } })
    const again = await run(study, { paths: [path], streams: { signal: 7 } })
    expect(again.outcomes).toMatchObject([{ state: 'duplicate', recordingId: 1 }])
    const reopened = folder.open(study.folder)
    expect(reopened.recordings.get(1).streams).toEqual({ signal: 7 })
    expect(reopened.recordings.open(1).info).toMatchObject({ sampleRate: 50, sampleCount: 4 })
    expect(reopened.recordings.open(2).info.sampleCount).toBe(9)
    reopened.recordings.verify(1)
  })

  test('a choice that a plain file does not need makes no other recording of it', async () => {
    const study = newStudy()
    await run(study, { paths: [xdf!] })
    const { outcomes } = await run(study, { paths: [xdf!], streams: { signal: 0 } })
    expect(outcomes).toMatchObject([{ state: 'duplicate', recordingId: 1 }])
  })
})

describe('a study of an older program', () => {
  const bytes = writeEdf({
    sampleRate: 100,
    labels: ['C3', 'C4'],
    data: [0, 1].map((k) => Float32Array.from({ length: 300 }, (_, i) => 20 * Math.sin(i / 9 + k))),
    markers: [],
  })
  async function oldStudy(): Promise<Study> {
    const study = newStudy()
    writeFileSync(join(folder.path, 'x.edf'), bytes)
    await run(study, { paths: [join(folder.path, 'x.edf')] })
    study.close()
    const raw = new Database(join(study.folder, 'study.sqlite'))
    for (const column of ['companions', 'streams', 'stamps', 'session'])
      raw.exec(`ALTER TABLE recordings DROP COLUMN ${column}`)
    for (const table of ['recording_notes', 'channel_edits', 'bad_spans', 'qualities', 'quality_ignored'])
      raw.exec(`DROP TABLE ${table}`)
    raw.exec('PRAGMA user_version = 1')
    raw.close()
    return folder.open(study.folder)
  }

  test('opens, and its recordings are read as before', async () => {
    const study = await oldStudy()
    expect(study.recordings.read(1)).toMatchObject({ sampleCount: 300 })
    expect(existsSync(study.recordings.path(1))).toBe(true)
    expect(study.recordings.get(1)).not.toHaveProperty('companions')
  })

  test('a copy whose files have other times is looked through once and then read', async () => {
    const study = await oldStudy()
    const path = study.recordings.path(1)
    utimesSync(path, 1_600_000_000, 1_600_000_000)
    expect(study.recordings.open(1).info.sampleCount).toBe(300)
    // Same size and time: seen only by who asks for a full look.
    const other = new Uint8Array(bytes)
    other[other.length - 400]! ^= 1
    writeFileSync(path, other)
    utimesSync(path, 1_600_000_000, 1_600_000_000)
    expect(study.recordings.open(1).info.sampleCount).toBe(300)
    expect(failure(() => study.recordings.verify(1)).code).toBe('file/altered')
    utimesSync(path, 1_600_000_001, 1_600_000_001)
    expect(failure(() => study.recordings.open(1)).code).toBe('file/altered')
  })
})
