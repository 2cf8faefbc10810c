import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BackendStatus } from '../core/domain/backend'
import { createBackendRecords, thisMachine, type Machine } from './backendRecords'

const machine: Machine = { appVersion: '1.0.0', platform: 'linux x64', cpu: 'A CPU, 2 cores' }
const passed: BackendStatus = {
  name: 'cpu',
  state: 'usable',
  lack: null,
  device: '2 threads',
  accelerated: false,
  worstError: 8e-6,
  stepMs: 7.5,
  detail: '',
  checkedAtMs: 1_700_000_000_000,
}

describe('what is known of the backends', () => {
  let home: string
  beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'backends-'))))
  afterEach(() => rmSync(home, { recursive: true, force: true }))
  const open = (change: Partial<Machine> = {}) => createBackendRecords({ ...machine, ...change }, home)

  test('is nothing at first: the fastest is wanted, none was tried', () => {
    expect(open().choice).toBe('auto')
    expect(open().find('cpu')).toBeNull()
    expect(readdirSync(home)).toEqual([])
  })

  test('is read again as it was saved, and one backend does not touch another', () => {
    const records = open()
    records.save(passed)
    records.save({ ...passed, name: 'wasm', state: 'refused', detail: 'spatial is off by 0.5' })
    records.save({ ...passed, stepMs: 9 })
    expect(open().find('cpu')).toEqual({ ...passed, stepMs: 9 })
    expect(open().find('wasm')).toMatchObject({ state: 'refused', detail: 'spatial is off by 0.5' })
    open().forget('cpu')
    expect(records.find('cpu')).toBeNull()
    expect(records.find('wasm')).not.toBeNull()
  })

  test('the choice stays when something is found out, and what was found out when another is chosen', () => {
    const [window, commandLine] = [open(), open()]
    window.choose('wasm')
    commandLine.save(passed)
    commandLine.choose('cpu')
    window.save({ ...passed, name: 'webgpu' })
    expect(open().choice).toBe('cpu')
    expect(open().find('cpu')).toEqual(passed)
  })

  test.each([{ appVersion: '1.0.1' }, { cpu: 'Another, 8 cores' }, { platform: 'win32 x64' }])(
    'does not count with %o, but is not lost for where it was found out',
    (change) => {
      open().choose('cpu')
      open().save(passed)
      const elsewhere = open(change)
      expect(elsewhere.find('cpu')).toBeNull()
      expect(elsewhere.choice).toBe('cpu')
      elsewhere.save({ ...passed, stepMs: 1 })
      expect(open().find('cpu')).toEqual(passed)
    },
  )

  test('of many machines those used last are kept', () => {
    open().save(passed)
    for (let i = 0; i < 12; i++) open({ cpu: `cpu ${i}` }).save(passed)
    const { machines } = JSON.parse(readFileSync(join(home, 'backends.json'), 'utf8')) as { machines: unknown[] }
    expect(machines).toHaveLength(8)
    expect(open().find('cpu')).toBeNull()
    expect(open({ cpu: 'cpu 11' }).find('cpu')).toEqual(passed)
  })

  test.each(['{"half', '{"schemaVersion":2}', '[]', '{"schemaVersion":1,"choice":"abacus","machines":[]}'])(
    'starts afresh from a file that is damaged: %s',
    (text) => {
      writeFileSync(join(home, 'backends.json'), text)
      expect(open().choice).toBe('auto')
      open().save(passed)
      expect(open().find('cpu')).toEqual(passed)
    },
  )

  test('counts where the disk takes nothing for as long as it is held, and says why it is not kept', () => {
    writeFileSync(join(home, 'file'), '')
    const nowhere = createBackendRecords(machine, join(home, 'file', 'home'))
    expect(nowhere.notKept).toBeNull()
    nowhere.save(passed)
    expect(nowhere.find('cpu')).toEqual(passed)
    expect(nowhere.notKept).toMatchObject({ code: expect.stringMatching(/^disk\//) as string })
    nowhere.forget('cpu')
    expect(nowhere.find('cpu')).toBeNull()
    expect(() => nowhere.choose('cpu')).toThrow()
  })

  test('what was the moment’s fault is forgotten by the next start; a crash of its own is not', () => {
    open().save({ ...passed, name: 'wasm', state: 'refused', detail: 'memory was full', passing: true })
    open().save({ ...passed, name: 'webgpu', state: 'crashed', detail: 'SIGSEGV' })
    open().save(passed)
    expect(open().find('wasm')).toMatchObject({ state: 'refused', passing: true })
    open().forgetPassing()
    expect(open().find('wasm')).toBeNull()
    expect(open().find('webgpu')?.state).toBe('crashed')
    expect(open().find('cpu')).toEqual(passed)
  })

  test('the machine is told by its version, platform and processor', () => {
    expect(thisMachine('2.0.0')).toEqual({
      appVersion: '2.0.0',
      platform: expect.stringContaining(process.arch) as string,
      cpu: expect.stringMatching(/., \d+ cores$/) as string,
    })
  })
})
