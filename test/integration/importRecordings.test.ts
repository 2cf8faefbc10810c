import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../src/core/domain/error'
import { countOutcomes, type ImportReport, type ImportRequest, type ImportResult } from '../../src/core/domain/import'
import type { Progress } from '../../src/core/domain/job'
import { importDemoStudy } from '../../src/jobs/demoStudy'
import { importRecordings } from '../../src/jobs/importRecordings'
import type { Study } from '../../src/store/study'
import { requireData } from '../support/data'
import { canMount, useTestFolder } from '../support/studyFolder'

const folder = useTestFolder()
const s001 = requireData('eegmmidb/S001')
const malformed = requireData('formats/malformed')

function watch(cancellation = { requested: false }) {
  const progress: Progress[] = []
  const reports: ImportReport[] = []
  return {
    cancellation,
    seen: progress,
    reports,
    progress: (p: Progress) => progress.push(p),
    report: (r: ImportReport) => reports.push(r),
  }
}
const run = (study: Study, request: ImportRequest): Promise<ImportResult> => importRecordings(study, request, watch())
const newStudy = (): Study => folder.open(join(folder.path, 'study'), true)
/** Everything that a study holds, to compare before and after. */
const contents = (study: Study) => ({
  files: readdirSync(study.folder, { recursive: true }).filter((name) => !String(name).startsWith('study.sqlite')),
  recordings: study.recordings.list(),
  audit: study.audit.list(),
})

describe.skipIf(!s001)('a run of EEGMMIDB', () => {
  test('comes in unchanged, with canonical names, and with labels that depend on the run', async () => {
    const study = newStudy()
    const paths = ['S001R06.edf', 'S001R04.edf'].map((name) => join(s001!, name))
    const { outcomes } = await run(study, { paths })
    expect(outcomes.map(({ state, problems }) => [state, problems])).toEqual([
      ['imported', []],
      ['imported', []],
    ])
    const [r04, r06] = study.recordings.list()
    expect(r06).toMatchObject({ subject: 'S001', run: 'R06', sampleRate: 160, sampleCount: 20_000, origin: 'file' })
    expect(r06!.electrodes).toHaveLength(64)
    expect(r06!.electrodes.slice(0, 3)).toEqual(['FC5', 'FC3', 'FC1'])
    expect(r06!.channelLabels[0]).toBe('Fc5.')
    expect(r06!.markerCounts).toEqual({ T0: 15, T1: 7, T2: 8 })
    expect(readFileSync(study.recordings.path(r06!.id)).equals(readFileSync(paths[0]!))).toBe(true)
    const meanings = (id: number) =>
      Object.fromEntries(study.eventMaps.get(id).meanings.map((m) => [m.code, m.classId]))
    expect(meanings(r06!.id)).toEqual({ T0: null, T1: 'both-fists', T2: 'both-feet' })
    expect(meanings(r04!.id)).toEqual({ T0: null, T1: 'left-fist', T2: 'right-fist' })
    expect(study.recordings.read(r06!.id).data).toHaveLength(64)
  })

  test('under another name and with another header is said to have the same signals', async () => {
    const study = newStudy()
    const bytes = readFileSync(join(s001!, 'S001R06.edf'))
    bytes.write('Startdate X', 88, 'latin1')
    const again = join(folder.path, 'S001R96.edf')
    writeFileSync(again, bytes)
    const { outcomes } = await run(study, { paths: [join(s001!, 'S001R06.edf'), join(s001!, 'S001R10.edf'), again] })
    expect(outcomes.map(({ problems }) => problems.map(({ code }) => code))).toEqual([[], [], ['same-signals']])
    expect(outcomes[2]!.problems[0]!.values).toEqual({ run: 'R06', subject: 'S001' })
    expect(study.recordings.get(outcomes[2]!.recordingId!).problems).toEqual(outcomes[2]!.problems)
  })

  test.skipIf(process.platform === 'win32')('comes in although a pipe and an absurd rate lie beside it', async () => {
    const study = newStudy()
    const mixed = join(folder.path, 'mixed')
    mkdirSync(mixed)
    execFileSync('mkfifo', [join(mixed, 'a.edf')])
    const bytes = readFileSync(join(s001!, 'S001R06.edf'))
    writeFileSync(join(mixed, 'c.edf'), bytes)
    bytes.write('1e-9    ', 244, 'latin1')
    writeFileSync(join(mixed, 'b.edf'), bytes)
    const { outcomes } = await run(study, { paths: [mixed] })
    expect(outcomes.map(({ state, error }) => [state, error?.code])).toEqual([
      ['refused', 'file/unreadable'],
      ['refused', 'file/not-eeg'],
      ['imported', undefined],
    ])
  })

  test('that is there already under any name is told and not copied again', async () => {
    const study = newStudy()
    const copy = join(folder.path, 'other name.edf')
    copyFileSync(join(s001!, 'S001R01.edf'), copy)
    const { outcomes } = await run(study, { paths: [join(s001!, 'S001R01.edf'), copy, copy] })
    expect(outcomes.map(({ state }) => state)).toEqual(['imported', 'duplicate'])
    expect(outcomes[1]).toMatchObject({ recordingId: outcomes[0]!.recordingId, error: { code: 'file/duplicate' } })
    expect(study.recordings.list()).toHaveLength(1)
  })

  test('is found in the depths of a folder; hidden files, other files and circles are passed by', async () => {
    const deep = join(folder.path, 'data', 'a', 'b')
    mkdirSync(deep, { recursive: true })
    copyFileSync(join(s001!, 'S001R02.edf'), join(deep, 'S001R02.EDF'))
    writeFileSync(join(deep, '._S001R02.edf'), 'a shadow that macOS leaves')
    writeFileSync(join(deep, 'notes.txt'), 'notes')
    symlinkSync(join(folder.path, 'data'), join(deep, 'circle'))
    const context = watch()
    const { outcomes } = await importRecordings(newStudy(), { paths: [join(folder.path, 'data')] }, context)
    expect(outcomes.map(({ fileName, state }) => [fileName, state])).toEqual([['S001R02.EDF', 'imported']])
    const { size } = statSync(join(deep, 'S001R02.EDF'))
    const values = { file: 'S001R02.EDF', number: 1, files: 1 }
    expect(context.seen[0]).toEqual({ step: 'import_file', values, done: 0, total: size })
    expect(context.reports.at(-1)).toEqual({ outcomes, total: 1 })
  })

  test('after a cancel does not come in; those before it stay', async () => {
    const study = newStudy()
    const context = watch()
    const report = (value: ImportReport) => {
      context.report(value)
      context.cancellation.requested = true
    }
    const paths = ['S001R01.edf', 'S001R02.edf'].map((name) => join(s001!, name))
    const error = await importRecordings(study, { paths }, { ...context, report }).catch((thrown: unknown) => thrown)
    expect((error as AppError).code).toBe('job/cancelled')
    expect(study.recordings.list().map(({ fileName }) => fileName)).toEqual(['S001R01.edf'])
  })

  test.skipIf(!canMount)(
    'does not fit on a full disk: said once, and the study is as before (needs root and mount)',
    async () => {
      const disk = folder.mountSmallDisk('disk', '2m')
      const study = folder.open(join(disk, 'study'), true)
      const before = contents(study)
      const error = await run(study, { paths: [join(s001!, 'S001R04.edf')] }).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(AppError)
      expect((error as AppError).data).toMatchObject({
        code: 'disk/full',
        hint: expect.stringContaining('space') as string,
      })
      expect(contents(study)).toEqual(before)
    },
  )
})

describe.skipIf(!malformed)('a malformed file', () => {
  const codes: Record<string, string> = {
    'S001R04_truncated_in_header.edf': 'file/truncated-header',
    'S001R04_truncated_mid_record.edf': 'file/truncated-data',
    'html_page_saved_as.edf': 'file/web-page',
    'zero_bytes.edf': 'file/empty',
  }

  test('is refused with its own reason and a way out, and changes nothing in the study', async () => {
    const study = newStudy()
    const before = contents(study)
    const result = await run(study, { paths: [malformed!] })
    expect(Object.fromEntries(result.outcomes.map(({ fileName, error }) => [fileName, error?.code]))).toEqual(codes)
    for (const { error, state } of result.outcomes) {
      expect(state).toBe('refused')
      expect(error!.message.length).toBeGreaterThan(20)
      expect(error!.hint).toBeTruthy()
    }
    expect(contents(study)).toEqual(before)
  })

  test('that was cut inside a record names the second, and its sound part comes in when that is wanted', async () => {
    const study = newStudy()
    const path = join(malformed!, 'S001R04_truncated_mid_record.edf')
    const [refused] = (await run(study, { paths: [path] })).outcomes
    expect(refused!.error!.message).toMatch(
      /^The file ends inside second \d+ of 125\. The first \d+ seconds are sound\./,
    )
    const [partly] = (await run(study, { paths: [path], keepPartial: true })).outcomes
    expect(partly).toMatchObject({ state: 'partly', fileName: basename(path) })
    expect(partly!.problems.map(({ code }) => code)).toContain('truncated')
    const kept = study.recordings.get(partly!.recordingId!)
    expect(kept.sampleCount / kept.sampleRate).toBe(refused!.error!.values!.kept)
    expect(study.recordings.read(kept.id).sampleCount).toBe(kept.sampleCount)
  })
})

test('a folder without EEG and a path that is not there are told, each with a way out', async () => {
  mkdirSync(join(folder.path, 'photos'))
  writeFileSync(join(folder.path, 'photos', 'cat.jpg'), 'cat')
  const study = newStudy()
  const before = contents(study)
  const result = await run(study, { paths: [join(folder.path, 'photos'), join(folder.path, 'gone.edf')] })
  expect(result.outcomes.map(({ error }) => error?.code)).toEqual(['folder/no-eeg', 'file/not-found'])
  expect(result.outcomes.every(({ error }) => error?.hint)).toBe(true)
  expect(countOutcomes(result, 'refused')).toBe(2)
  expect(contents(study)).toEqual(before)
})

test('what a killed demo left in the study is taken away by the next one; the study itself is not touched', async () => {
  const study = newStudy()
  const before = contents(study)
  mkdirSync(join(study.folder, '.sparsecap-demo-a1B2c3'))
  writeFileSync(join(study.folder, '.sparsecap-demo-a1B2c3', 'SIM1R01.edf'), 'half a recording')
  const cancelled = importDemoStudy(study, watch({ requested: true }))
  await expect(cancelled).rejects.toMatchObject({ code: 'job/cancelled' })
  expect(contents(study)).toEqual(before)
})
