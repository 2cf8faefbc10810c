import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { describe, expect, test } from 'vitest'
import type { SessionRequest, SessionResult, SourceRequest } from '../../src/core/domain/session'
import type { StreamMessage } from '../../src/core/domain/stream'
import { createSystemClock, systemTimers } from '../../src/jobs/stream/clock'
import { runSession } from '../../src/jobs/stream/session'
import { readSession } from '../../src/store/session/reader'
import type { Study } from '../../src/store/study'
import { randomModel } from '../support/model'
import { nativesFolder } from '../support/natives'
import { canMount, useTestFolder } from '../support/studyFolder'
import { createFakeTime } from '../support/time'

const folder = useTestFolder()
const native = test.skipIf(nativesFolder === null)
const electrodes = ['C3', 'C4', 'Cz']
const synthetic: SourceRequest = {
  kind: 'brainflow',
  boardId: -1,
  parameters: {},
  wiring: [1, 3, 2].map((input, i) => ({ electrode: electrodes[i]!, input })),
}
const simulator: SourceRequest = { kind: 'simulator', seed: 4, trials: 4, subject: 1, speed: 0 }

interface Run {
  readonly seconds?: number
  readonly onMessage?: (message: StreamMessage) => void
  readonly startedAtMs?: number
}
/** Runs in real time and stops after `seconds`. */
function run(
  study: Study,
  request: SessionRequest,
  { seconds = Infinity, onMessage = () => {}, startedAtMs }: Run = {},
): Promise<SessionResult> {
  const clock = createSystemClock()
  const endMs = clock.monotonicMs() + seconds * 1000
  const cancellation = {
    get requested() {
      return clock.monotonicMs() >= endMs
    },
  }
  return runSession(study, request, {
    nativesFolder,
    clock,
    timers: systemTimers,
    cancellation,
    sink: onMessage,
    startedAtMs,
  })
}
function openStudyWithModel(path = join(folder.path, 'study')): Study {
  const study = folder.open(path, true)
  study.models.save(randomModel({ electrodes }))
  return study
}
const request = (source: SourceRequest, record = false): SessionRequest => ({ modelId: 'random', source, record })
const replay = (sessionId: string, speed = 0): SourceRequest => ({ kind: 'session', sessionId, speed })

describe('a session on the synthetic board', () => {
  native('is recorded, and its replay gives the same outputs bit for bit', async () => {
    const study = openStudyWithModel()
    // Twice as long as it takes on a machine that has nothing else to do.
    const live = await run(study, request(synthetic, true), { seconds: 8 })
    expect(live.outputs).toBeGreaterThan(20)
    expect(live.lostSamples).toBe(0)
    expect(live.latencyMs!.p95).toBeLessThan(150)
    const [summary] = study.sessions.list()
    expect(summary).toMatchObject({
      id: live.sessionId,
      closed: true,
      outputs: live.outputs,
      electrodes,
      sampleRate: 250,
    })
    expect(summary!.seconds).toBeCloseTo(live.seconds, 6)
    for (const speed of [0, 4]) {
      const again = await run(study, request(replay(live.sessionId!, speed), true))
      expect(again).toMatchObject({
        equalsRecorded: true,
        firstDifference: null,
        outputs: live.outputs,
        decisions: live.decisions,
      })
      expect(again.sessionId).toBeNull()
    }
    expect(study.sessions.list().length).toBe(1)
  })

  native('of a process that is killed can be replayed up to its last moment', async () => {
    const study = openStudyWithModel()
    const child = spawn(process.execPath, [
      await buildChild(),
      study.folder,
      nativesFolder!,
      JSON.stringify(request(synthetic, true)),
    ])
    let told = 0
    let complaint = ''
    child.stderr.on('data', (data: Buffer) => (complaint += data.toString()))
    child.stdout.on('data', (data: Buffer) => {
      told = Number(data.toString().trim().split('\n').at(-1))
      if (told > 40) child.kill('SIGKILL')
    })
    const signal = await new Promise((done) => child.once('exit', (_code, by) => done(by)))
    expect(complaint).toBe('')
    expect(signal).toBe('SIGKILL')
    const [summary] = study.sessions.list()
    expect(summary).toMatchObject({ closed: false })
    const contents = readSession(study.sessions.path(summary!.id))
    expect(contents.outputs.length).toBeGreaterThanOrEqual(told - 20)
    const again = await run(study, request(replay(summary!.id)))
    expect(again).toMatchObject({ equalsRecorded: true, firstDifference: null })
    expect(again.outputs).toBeGreaterThanOrEqual(contents.outputs.length)
    // After the crash only the file knew how long it was; now the list does too.
    expect(study.sessions.get(summary!.id)).toMatchObject({ closed: false, outputs: contents.outputs.length })
  })

  native('that is not recorded leaves nothing in the study', async () => {
    const study = openStudyWithModel()
    const result = await run(study, request(synthetic), { seconds: 0.5 })
    expect(result.sessionId).toBeNull()
    expect(result.seconds).toBeGreaterThan(0.2)
    expect(study.sessions.list()).toEqual([])
  })

  test('without the library is a sentence, and leaves nothing in the study', async () => {
    const study = openStudyWithModel()
    const time = createFakeTime()
    const context = { nativesFolder: null, ...time, cancellation: { requested: false }, sink: () => {} }
    await expect(runSession(study, request(synthetic, true), context)).rejects.toMatchObject({
      code: 'device/library-missing',
    })
    expect(study.sessions.list()).toEqual([])
  })

  native('with an electrode that is not wired names it', async () => {
    const study = openStudyWithModel()
    const wiring = [
      { electrode: 'C3', input: 0 },
      { electrode: 'C4', input: 1 },
      { electrode: 'Cz', input: null },
    ]
    await expect(run(study, request({ ...synthetic, wiring }))).rejects.toMatchObject({
      code: 'device/wiring',
      message: expect.stringContaining('Cz'),
    })
    const two = wiring.slice(0, 2)
    await expect(run(study, request({ ...synthetic, wiring: two }))).rejects.toMatchObject({
      code: 'model/pipeline-mismatch',
      message: expect.stringContaining('Cz'),
    })
  })
})

describe('a session on the simulator', () => {
  test('as fast as possible has trials, leaves the loop free, and replays to the same result', async () => {
    const study = openStudyWithModel()
    let turns = 0
    const timer = setInterval(() => turns++, 1)
    const live = await run(study, request(simulator, true))
    clearInterval(timer)
    expect(turns).toBeGreaterThan(20)
    expect(live.trials.length).toBe(4)
    const again = await run(study, request(replay(live.sessionId!)))
    expect(again).toMatchObject({
      equalsRecorded: true,
      trials: live.trials,
      accuracy: live.accuracy,
      confusion: live.confusion,
    })
    study.models.save(randomModel({ id: 'other', electrodes, seed: 3 }))
    expect(await run(study, { ...request(replay(live.sessionId!)), modelId: 'other' })).toMatchObject({
      equalsRecorded: null,
    })
    expect(readFileSync(study.sessions.path(live.sessionId!)).length).toBe(
      study.sessions.get(live.sessionId!).byteLength,
    )
  })

  test('whose file was damaged afterwards says which part is sound, and does not pass for whole', async () => {
    const study = openStudyWithModel()
    const live = await run(study, request(simulator, true))
    const path = study.sessions.path(live.sessionId!)
    const bytes = readFileSync(path)
    bytes[bytes.length >> 1]! ^= 1
    writeFileSync(path, bytes)
    const again = await run(study, request(replay(live.sessionId!)))
    expect(again.seconds).toBeLessThan(live.seconds)
    expect(again.problem).toMatchObject({ code: 'session/damaged' })
    expect(again.problem!.message).toContain(`of ${Math.round(live.seconds)} seconds are sound`)
    expect(live.problem).toBeNull()
  })

  test('that the model cannot decode is refused, and leaves nothing in the study', async () => {
    const study = openStudyWithModel()
    const model = randomModel({ id: 'fast', electrodes, sampleRate: 250 })
    const filters = model.pipeline.filters.filter(({ kind }) => kind === 'highpass')
    study.models.save({ ...model, pipeline: { ...model.pipeline, filters } })
    await expect(run(study, { ...request(simulator, true), modelId: 'fast' })).rejects.toMatchObject({
      code: 'signal/rate-too-low',
    })
    expect(study.sessions.list()).toEqual([])
    expect(readdirSync(join(study.folder, 'sessions'))).toEqual([])
  })

  test('that the catalogue cannot take leaves no file either', async () => {
    const study = openStudyWithModel()
    const add = () => {
      throw new Error('no room for a row')
    }
    const full = { ...study, sessions: { ...study.sessions, add } }
    await expect(run(full, request(simulator, true))).rejects.toThrow('no room for a row')
    expect(readdirSync(join(study.folder, 'sessions'))).toEqual([])
  })

  test('a model with other weights under the same name is found by the replay', async () => {
    const study = openStudyWithModel()
    const live = await run(study, request(simulator, true))
    study.models.remove('random')
    study.models.save(randomModel({ electrodes, seed: 12 }))
    const again = await run(study, request(replay(live.sessionId!)))
    expect(again).toMatchObject({ equalsRecorded: false, firstDifference: 0 })
  })

  test.skipIf(!canMount)('on a full disk stops recording, and goes on decoding to the end', async () => {
    const study = openStudyWithModel(join(folder.mountSmallDisk('small', '2m'), 'study'))
    const { bavail, bsize } = statfsSync(study.folder)
    writeFileSync(join(study.folder, 'filler'), new Uint8Array(bavail * bsize - 120_000))
    const statuses: Extract<StreamMessage, { kind: 'status' }>[] = []
    const long = { ...simulator, trials: 12, speed: 30 } as SourceRequest
    const result = await run(study, request(long, true), {
      onMessage: (m) => void (m.kind === 'status' && statuses.push(m)),
    })
    expect(result.trials.length).toBe(12)
    expect(statuses.at(-1)!.recordingStopped!.message).toContain('full')
    rmSync(join(study.folder, 'filler'))
    const contents = readSession(study.sessions.path(result.sessionId!))
    expect(contents.closed).toBe(false)
    expect(contents.chunks.length).toBeGreaterThan(0)
    expect(await run(study, request(replay(result.sessionId!)))).toMatchObject({ equalsRecorded: true })
  })
})

test('a session that the study does not have is a sentence', async () => {
  await expect(run(openStudyWithModel(), request(replay('nothing')))).rejects.toMatchObject({
    code: 'session/not-found',
  })
})

/** The recording process as one file, inside the project so that it finds the packages. */
async function buildChild(): Promise<string> {
  const root = resolve(import.meta.dirname, '../..')
  const outDir = join(root, '.cache/test', 'recording-child')
  mkdirSync(outDir, { recursive: true })
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      outDir,
      ssr: join(root, 'test/support/recordingChild.ts'),
      emptyOutDir: true,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'child.mjs' } },
    },
  })
  return join(outDir, 'child.mjs')
}
