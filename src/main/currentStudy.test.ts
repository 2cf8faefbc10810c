import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hertz, samples } from '../core/domain/units'
import type { SessionHeader } from '../store/session/contents'
import { summariseSession } from '../store/session/contents'
import { createSessionWriter } from '../store/session/writer'
import { openStudy } from '../store/study'
import { createCurrentStudy, type CurrentStudy } from './currentStudy'

let folder = ''
let opened: CurrentStudy[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sparsecap-current-'))
  opened = []
})
afterEach(() => {
  for (const current of opened) current.release()
  rmSync(folder, { recursive: true })
})

function createCurrent(streaming = false) {
  const remembered: (string | null)[] = []
  const stream = { busy: streaming, left: 0 }
  const current = createCurrentStudy({
    settings: { opened: (path) => void remembered.push(path) },
    streaming: () => stream.busy,
    left: () => void stream.left++,
    changed: () => undefined,
  })
  opened.push(current)
  return { current, remembered, stream }
}

test('a study that cannot be opened at start is kept with its reason until one is open', () => {
  const { current } = createCurrent()
  const gone = join(folder, 'gone')
  current.openAtStart(gone)
  expect(current.study).toBeNull()
  expect(current.notOpened).toMatchObject({ path: gone, name: 'gone', error: { code: 'study/not-a-study' } })
  current.open(join(folder, 'study'), { create: true })
  expect(current.notOpened).toBeNull()
})

test('a study that another program has open says which one', () => {
  const path = join(folder, 'study')
  createCurrent().current.open(path, { create: true })
  const { current } = createCurrent()
  current.openAtStart(path)
  expect(current.notOpened?.error).toMatchObject({ code: 'study/locked', values: { pid: process.pid } })
})

test('the end of the program gives the study back and remembers it; closing it does not', () => {
  const path = join(folder, 'study')
  const { current, remembered } = createCurrent()
  current.open(path, { create: true })
  current.release()
  expect(existsSync(join(path, 'study.lock'))).toBe(false)
  expect(remembered).toEqual([path])
  current.open(path)
  current.close()
  expect(remembered).toEqual([path, path, null])
})

test('a study whose stream runs is not left, and what is shown of an ended one stays behind', () => {
  const { current, stream } = createCurrent()
  const [first, second] = [join(folder, 'first'), join(folder, 'second')]
  current.open(first, { create: true })
  expect(stream.left).toBe(0)
  stream.busy = true
  for (const leave of [() => current.open(second, { create: true }), () => current.close()]) {
    expect(leave).toThrow(expect.objectContaining({ code: 'session/running' }))
  }
  expect(current.view()?.path).toBe(first)
  expect(existsSync(second)).toBe(false)
  stream.busy = false
  current.open(second, { create: true })
  current.close()
  expect(stream.left).toBe(2)
})

const header: SessionHeader = {
  version: 1,
  id: 's1',
  modelId: 'model',
  subject: 'SIM1',
  electrodes: ['C3'],
  wiring: null,
  sampleRate: hertz(100),
  classes: ['left-fist', 'right-fist'],
  sourceLabel: 'Simulator',
  startedAtMs: 1_700_000_000_000,
}

/** As a process leaves it that died two seconds after the session began. */
function leaveOpenSession(path: string): void {
  mkdirSync(path)
  const study = openStudy(path, { create: true })
  const writer = createSessionWriter(study.sessions.path('s1'), header, { monotonicMs: () => 0 })
  const nothing = { chunks: [], events: [], outputs: [], lostSamples: 0, closed: false, problem: null }
  study.sessions.add(summariseSession({ ...nothing, header, byteLength: writer.byteLength }))
  writer.samples({ start: samples(0), data: [new Float32Array(200)] })
  writer.flush()
  study.close()
}

test('a session whose process died says after the next start how much of it there is', () => {
  const path = join(folder, 'study')
  leaveOpenSession(path)
  const { current } = createCurrent()
  current.open(path)
  expect(current.require().sessions.get('s1')).toMatchObject({ seconds: 2, closed: false })
})

test('a session that is being written is left alone', () => {
  const path = join(folder, 'study')
  leaveOpenSession(path)
  const { current } = createCurrent(true)
  current.open(path)
  expect(current.require().sessions.get('s1').seconds).toBe(0)
})
