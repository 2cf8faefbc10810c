import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createFakeBackends, type FakeBackend } from '../../../test/support/fakeBackends'
import { backendNames, type BackendStatus } from '../../core/domain/backend'
import { neverCancelled, type Progress } from '../../core/domain/job'
import type { GoldenCase } from '../../core/model/selfTest'
import { createBackendRecords, thisMachine } from '../../store/backendRecords'
import { announceBackends } from './announceBackends'
import { checkBackends, surveyBackends } from './checkBackends'
import { readSelfTestCases } from './selfTestCases'

describe('checkBackends', () => {
  let home: string
  let cases: GoldenCase[]
  beforeAll(async () => void (cases = await readSelfTestCases()))
  beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'backends-'))))
  afterEach(() => rmSync(home, { recursive: true, force: true }))

  function make(...backends: FakeBackend[]) {
    const fakes = createFakeBackends(cases)
    const records = createBackendRecords(thisMachine('1.0.0'), home)
    const parts = { sources: backends.map(fakes.toSource), records, cases, now: fakes.now }
    const told: Progress[] = []
    const reports: (readonly BackendStatus[])[] = []
    const context = {
      cancellation: { requested: false },
      progress: (progress: Progress) => void told.push(progress),
      report: (report: readonly BackendStatus[]) => void reports.push(report),
    }
    return { ...fakes, records, parts, context, told, reports }
  }

  test('tells of each backend whether it is right and how fast it is, and keeps it', async () => {
    const { parts, context, records, told, reports, closed } = make(
      { name: 'cpu', stepMs: 7 },
      { name: 'wasm', stepMs: 90 },
      { name: 'webgpu', lack: 'no-adapter' },
    )
    const statuses = await checkBackends(backendNames, parts, context)
    expect(statuses).toMatchObject([
      { name: 'cpu', state: 'usable', stepMs: 7, worstError: expect.any(Number) as number, device: 'device of cpu' },
      { name: 'wasm', state: 'usable', stepMs: 90 },
      { name: 'webgpu', state: 'missing', lack: 'no-adapter' },
    ])
    expect(statuses[0]!.worstError).toBeLessThan(1e-6)
    expect(records.find('cpu')).toEqual(statuses[0])
    expect(records.find('webgpu')).toBeNull()
    expect(told).toEqual([
      { step: 'checking_cpu', done: 0, total: 3 },
      { step: 'checking_wasm', done: 1, total: 3 },
      { step: 'checking_webgpu', done: 2, total: 3 },
    ])
    expect(reports[0]!.map(({ state }) => state)).toEqual(['usable', 'untried', 'missing'])
    expect(closed).toEqual(['cpu', 'wasm'])
    expect(await surveyBackends(parts)).toEqual(statuses)
  })

  test('refuses one that computes wrongly with the reason and the error, and goes on with the others', async () => {
    const { parts, context, closed } = make({ name: 'webgpu', gain: 1.01 }, { name: 'cpu' })
    const [wrong, right] = await checkBackends(backendNames, parts, context)
    expect(wrong).toMatchObject({ state: 'refused', stepMs: null, device: 'device of webgpu' })
    expect(wrong!.detail).toMatch(/off by 1\.0e-2, allowed is 0\.001/)
    expect(wrong!.worstError).toBeCloseTo(0.01, 3)
    expect(right!.state).toBe('usable')
    expect(closed).toEqual(['webgpu', 'cpu'])
  })

  test.each(['open', 1, 5] as const)(
    'marks one that dies (%s) as crashed, and goes on with the others',
    async (dies) => {
      const { parts, context, records } = make({ name: 'tensorflow-gpu', dies }, { name: 'cpu' })
      const statuses = await checkBackends(backendNames, parts, context)
      expect(statuses.map(({ state }) => state)).toEqual(['crashed', 'usable'])
      expect(records.find('tensorflow-gpu')).toMatchObject({ state: 'crashed', detail: 'SIGTRAP' })
    },
  )

  test('what was the moment’s fault is marked as such, and the next start of the program tries it again', async () => {
    const killed = 'its process was ended by SIGKILL'
    const { parts, context, records } = make({ name: 'tensorflow-gpu', dies: 'open', why: killed }, { name: 'cpu' })
    const [status] = await checkBackends(['tensorflow-gpu'], parts, context)
    expect(status).toMatchObject({ state: 'crashed', detail: killed, passing: true })
    expect(await surveyBackends(parts)).toMatchObject([{ state: 'crashed' }, { state: 'untried' }])
    records.forgetPassing()
    expect(await surveyBackends(parts)).toMatchObject([{ state: 'untried' }, { state: 'untried' }])
  })

  test('tells who computes in this process while it does, and nobody once it is done', async () => {
    const { parts, context } = make(
      { name: 'cpu', inThisProcess: true },
      { name: 'webgpu' },
      { name: 'wasm', inThisProcess: true, gain: 2 },
    )
    const heard: (string | null)[] = []
    const sources = announceBackends(parts.sources, (name) => heard.push(name))
    await checkBackends(backendNames, { ...parts, sources }, context)
    const turns = heard.filter((name, i) => name !== null && name !== heard.slice(0, i).findLast((one) => one !== null))
    expect(turns).toEqual(['cpu', 'wasm'])
    expect(heard.at(-1)).toBeNull()
    expect(heard.filter((name) => name === null).length).toBeGreaterThan(4)
  })

  test('tries only those that were named', async () => {
    const { parts, context, opened } = make({ name: 'cpu' }, { name: 'wasm' })
    const statuses = await checkBackends(['wasm'], parts, context)
    expect(opened).toEqual(['wasm'])
    expect(statuses.map(({ state }) => state)).toEqual(['untried', 'usable'])
  })

  test('ends within a second of a request, also when a backend does not come up, and closes what comes late', async () => {
    const { parts, context, closed, toSource } = make({ name: 'cpu' })
    let comesUp: () => void = () => undefined
    const slow = toSource({ name: 'tensorflow-gpu' })
    const open = async () => {
      setTimeout(() => (context.cancellation.requested = true), 50)
      await new Promise<void>((done) => (comesUp = done))
      return slow.open()
    }
    const sources = [...parts.sources, { ...slow, open }]
    const work = checkBackends(backendNames, { ...parts, sources }, context)
    await expect(work).rejects.toMatchObject({ code: 'job/cancelled' })
    expect(parts.records.find('cpu')?.state).toBe('usable')
    expect(parts.records.find('tensorflow-gpu')).toBeNull()
    comesUp()
    await expect.poll(() => closed).toContain('tensorflow-gpu')
  })

  test('finds out all the same where the disk keeps nothing', async () => {
    const { parts, context } = make({ name: 'cpu' })
    writeFileSync(join(home, 'file'), '')
    const records = createBackendRecords(thisMachine('1.0.0'), join(home, 'file', 'home'))
    const statuses = await checkBackends(backendNames, { ...parts, records }, context)
    expect(statuses[0]!.state).toBe('usable')
    expect(records.find('cpu')).toEqual(statuses[0])
    expect(records.notKept?.code).toMatch(/^disk\//)
  })

  test('holds the shipped WebAssembly backend against the golden cases and measures it', async () => {
    const { backendSources } = await import('./backendSource')
    const { records, context } = make()
    const sources = backendSources({}, neverCancelled).filter(({ name }) => name === 'wasm')
    const [status] = await checkBackends(
      ['wasm'],
      { sources, records, cases },
      { ...context, cancellation: neverCancelled },
    )
    expect(status).toMatchObject({ state: 'usable', accelerated: false })
    expect(status!.worstError).toBeLessThan(1e-4)
    expect(status!.stepMs).toBeGreaterThan(1)
  })
})
