import { spawn } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { AppError } from '../../src/core/domain/error'
import type { ImportResult } from '../../src/core/domain/import'
import { importRecordings } from '../../src/jobs/importRecordings'
import { inspectRecording } from '../../src/jobs/inspectRecording'
import { openFile } from '../../src/jobs/openFile'
import { buildChild } from '../support/buildChild'
import { writeLargeBdf } from '../support/largeBdf'
import { useTestFolder } from '../support/studyFolder'

const folder = useTestFolder()
const megabyte = 2 ** 20
/** `SPARSECAP_LARGE=2048` tries it with a file of two gigabytes. */
const large = Number(process.env['SPARSECAP_LARGE'] ?? 512) * megabyte
const quiet = { cancellation: { requested: false }, progress: () => undefined, report: () => undefined }

let child = ''
beforeAll(async () => {
  child = await buildChild('importChild')
})

interface Cost {
  readonly result: ImportResult
  readonly seconds: number
  readonly megabytes: number
}

/** Runs the import in a process of its own; what it said last. */
function importApart(study: string, path: string): Promise<Cost> {
  const process_ = spawn(process.execPath, [child, study, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  process_.stdout.on('data', (text) => (said += String(text)))
  return new Promise((done, failed) => {
    process_.on('error', failed)
    process_.on('close', () => done(JSON.parse(said.trim().split('\n').at(-1)!) as Cost))
  })
}

describe('a large file', () => {
  test('is imported, inspected and read from the study in little memory', async () => {
    const path = join(folder.path, 'large.bdf')
    const records = writeLargeBdf(path, { bytes: large, triggers: [1, 700] })
    const { result, megabytes } = await importApart(join(folder.path, 'study'), path)
    expect(result.outcomes).toMatchObject([{ state: 'imported' }])
    expect(megabytes).toBeLessThan(300)
    const study = folder.open(join(folder.path, 'study'))
    const { info, read } = study.recordings.open(1)
    expect(info.sampleCount).toBe(records * 512)
    expect(info.markers.map(({ sample }) => sample)).toEqual([612, 700 * 512 + 100])
    // Stored zeros, by the range that BioSemi writes.
    const silence = Math.fround(-262_144 + (8_388_608 * 524_287) / 16_777_215)
    expect(read(info.sampleCount - 3, info.sampleCount, [63])).toEqual([new Float32Array(3).fill(silence)])
    const opened = openFile(path)
    expect(inspectRecording(opened.reader, opened.companions).channels[0]!.quality).toMatchObject({ reason: 'flat' })
    opened.close()
  })

  test('is let go of within a second when the import is cancelled, and nothing of it stays', async () => {
    const path = join(folder.path, 'large.bdf')
    writeLargeBdf(path, { bytes: large })
    const study = folder.open(join(folder.path, 'study'), true)
    const cancellation = { requested: false }
    const done: number[] = []
    let askedAt = 0
    const progress = (step: { done: number }): void => {
      done.push(step.done)
      if (done.length === 2) askedAt = performance.now()
      if (done.length === 2) cancellation.requested = true
    }
    const thrown = await importRecordings(study, { paths: [path] }, { ...quiet, cancellation, progress }).catch(
      (error: unknown) => error,
    )
    expect(performance.now() - askedAt).toBeLessThan(1000)
    expect((thrown as AppError).code).toBe('job/cancelled')
    expect(done[1]).toBeGreaterThan(0)
    expect(done[1]).toBeLessThan(large)
    expect(readdirSync(join(study.folder, 'recordings'))).toEqual([])
  })
})

test('an import killed in the middle leaves a study that opens, says what was not finished, and takes it away with the next', async () => {
  const path = join(folder.path, 'large.bdf')
  writeLargeBdf(path, { bytes: large })
  const [studyPath, recordings] = [join(folder.path, 'study'), join(folder.path, 'study', 'recordings')]
  const killed = spawn(process.execPath, [child, studyPath, path], { stdio: 'ignore' })
  const ended = new Promise((resolve) => killed.once('exit', resolve))
  const half = (): string | undefined =>
    readdirSync(folder.path).includes('study')
      ? readdirSync(recordings, { recursive: true })
          .map(String)
          .find((name) => name.endsWith('large.bdf') && statSync(join(recordings, name)).size > 20 * megabyte)
      : undefined
  await expect.poll(half, { timeout: 60_000, interval: 5 }).toBeDefined()
  const meanwhile = folder.open(studyPath)
  // It is being imported still: that is nothing to tell, and nothing to take away.
  expect([meanwhile.recordings.unfinished(), meanwhile.recordings.clearUnfinished()]).toEqual([[], []])
  killed.kill('SIGKILL')
  await ended

  const study = folder.open(studyPath)
  expect(study.recordings.list()).toEqual([])
  expect(study.recordings.unfinished()).toMatchObject([{ path, fileName: 'large.bdf' }])
  expect(half()).toBeDefined()
  const small = join(folder.path, 'small.bdf')
  writeLargeBdf(small, { bytes: megabyte, channels: 4 })
  const result = await importRecordings(study, { paths: [small] }, quiet)
  expect(result.unfinished).toMatchObject([{ path, fileName: 'large.bdf' }])
  expect(result.outcomes).toMatchObject([{ state: 'imported' }])
  expect(study.recordings.unfinished()).toEqual([])
  expect(readdirSync(recordings)).toEqual([`${study.recordings.get(1).hash}.bdf`])
  expect(study.audit.firstBroken()).toBeNull()
})
