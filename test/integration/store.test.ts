import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { describe, expect, test } from 'vitest'
import type { TrainedNetwork } from '../../src/core/domain/decoder'
import type { EventMap } from '../../src/core/domain/trial'
import { defaultClassical } from '../../src/core/model/classical/defaults'
import { classicalModel } from '../support/classicalModel'
import { exampleModel, exampleRequest, exampleResult } from '../support/exampleModel'
import { bytesOf, exampleMap, exampleRecording, failure, useTestFolder } from '../support/studyFolder'

const folder = useTestFolder()

describe('a study', () => {
  test('has the folders of the design and can be opened again', () => {
    folder.open(join(folder.path, 'a'), true).settings.set('cap', 'cap-8')
    expect(readdirSync(join(folder.path, 'a'))).toEqual(
      expect.arrayContaining(['epochs', 'models', 'recordings', 'reports', 'sessions', 'study.sqlite']),
    )
    const again = folder.open(join(folder.path, 'a'))
    expect(again.name).toBe('a')
    expect(again.settings.get('cap')).toBe('cap-8')
    expect(again.settings.get('nothing')).toBeUndefined()
  })

  test('keeps an original byte for byte under the hash of its content, with its labels', () => {
    const study = folder.open(join(folder.path, 'a'), true)
    const added = study.recordings.add(exampleRecording('one'), exampleMap, bytesOf('one'))
    expect(study.recordings.path(added.id)).toBe(
      join(folder.path, 'a', 'recordings', `${exampleRecording('one').hash}.edf`),
    )
    expect(readFileSync(study.recordings.path(added.id), 'utf8')).toBe('one')
    const again = folder.open(join(folder.path, 'a'))
    expect(again.recordings.get(added.id)).toMatchObject({
      ...exampleRecording('one'),
      id: added.id,
      importedAtMs: 1_700_000_000_000,
      byteLength: 3,
    })
    expect(again.recordings.byHash(added.hash)?.id).toBe(added.id)
    expect(again.eventMaps.get(added.id)).toEqual(exampleMap)
  })

  test('does not read an original that is not what was imported', () => {
    const study = folder.open(join(folder.path, 'a'), true)
    const { id } = study.recordings.add(exampleRecording('one'), exampleMap, bytesOf('one'))
    writeFileSync(study.recordings.path(id), 'on')
    const { data } = failure(() => study.recordings.read(id))
    expect(data).toMatchObject({ code: 'file/altered', values: { bytes: 2, expected: 3 } })
  })

  test('leaves nothing of a recording that could not be catalogued, and keeps the one that was there', () => {
    const study = folder.open(join(folder.path, 'a'), true)
    const cyclic: EventMap = { ...exampleMap, meanings: [] }
    Object.assign(cyclic, { meanings: [cyclic] })
    expect(() => study.recordings.add(exampleRecording('one'), cyclic, bytesOf('one'))).toThrow()
    expect(readdirSync(join(folder.path, 'a', 'recordings'))).toEqual([])
    expect(study.recordings.list()).toEqual([])
    expect(study.audit.list()).toEqual([])
    const kept = study.recordings.add(exampleRecording('two'), exampleMap, bytesOf('two'))
    expect(() => study.recordings.add(exampleRecording('two'), exampleMap, bytesOf('two'))).toThrow()
    expect(readFileSync(study.recordings.path(kept.id), 'utf8')).toBe('two')
  })

  test('lists recordings by subject and run, and forgets a removed one with its file', () => {
    const study = folder.open(join(folder.path, 'a'), true)
    for (const run of ['R14', 'R06', 'R10']) study.recordings.add(exampleRecording(run, run), exampleMap, bytesOf(run))
    expect(study.recordings.list().map(({ run }) => run)).toEqual(['R06', 'R10', 'R14'])
    const [first] = study.recordings.list()
    const path = study.recordings.path(first!.id)
    study.recordings.remove(first!.id)
    expect(existsSync(path)).toBe(false)
    expect(study.eventMaps.get(first!.id).source).toBe('none')
    expect(failure(() => study.recordings.get(first!.id)).code).toBe('file/not-found')
  })

  test('is seen alike by two processes that have it open', () => {
    const one = folder.open(join(folder.path, 'a'), true)
    const two = folder.open(join(folder.path, 'a'))
    const added = one.recordings.add(exampleRecording('one'), exampleMap, bytesOf('one'))
    two.badChannels.set(added.id, ['T9'])
    one.settings.set('x', 1)
    two.settings.set('x', 2)
    expect(one.badChannels.get(added.id)).toEqual(['T9'])
    expect(one.settings.get('x')).toBe(2)
    expect(one.audit.firstBroken()).toBeNull()
  })
})

describe('the audit trail', () => {
  test('says who changed what from what to what, keeps replaced labels, and breaks when the past is changed', () => {
    const study = folder.open(join(folder.path, 'a'), true)
    const { id } = study.recordings.add(exampleRecording('one'), exampleMap, bytesOf('one'))
    const corrected: EventMap = { meanings: [{ code: 'T1', classId: 'left-fist' }], source: 'person', confirmed: true }
    study.eventMaps.set(id, corrected)
    study.eventMaps.set(id, corrected)
    const last = study.audit.list().at(-1)!
    expect(study.audit.list()).toHaveLength(3)
    expect(last).toMatchObject({ who: 'tester', what: `eventMap.set ${id}`, atMs: 1_700_000_000_000 })
    expect([JSON.parse(last.before!), JSON.parse(last.after!)]).toEqual([exampleMap, corrected])
    expect(study.audit.firstBroken()).toBeNull()
    const raw = new Database(join(folder.path, 'a', 'study.sqlite'))
    expect(() => raw.exec("UPDATE audit SET who = 'nobody' WHERE sequence = 2")).toThrow(/append-only/)
    raw.exec("DROP TRIGGER audit_keeps_words; UPDATE audit SET who = 'nobody' WHERE sequence = 2")
    expect(study.audit.firstBroken()).toBe(2)
  })
})

describe('models', () => {
  test('come back exactly, infinities and float32 weights included', () => {
    const study = folder.open(join(folder.path, 'a'), true)
    const model = exampleModel('S001-2-abc')
    study.selections.save(exampleRequest, exampleResult(model), model)
    const again = folder.open(join(folder.path, 'a'))
    expect(again.models.load(model.id)).toEqual(model)
    expect(again.models.list().map(({ id }) => id)).toEqual([model.id])
    expect(again.models.header(model.id).decision).toEqual(model.decision)
    expect(again.selections.latest()).toMatchObject({ request: exampleRequest, result: exampleResult(model) })
    expect(again.selections.byModel(model.id)?.result.modelId).toBe(model.id)
  })

  test('that were changed by one character are refused', () => {
    const study = folder.open(join(folder.path, 'a'), true)
    study.models.save(exampleModel('m'))
    const path = study.models.path('m')
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.replace('"S001"', '"S002"'))
    expect(failure(() => study.models.load('m')).code).toBe('model/damaged')
    writeFileSync(path, text.slice(0, -20))
    expect(failure(() => study.models.load('m')).code).toBe('model/damaged')
    writeFileSync(path, text.replace('"schemaVersion":2', '"schemaVersion":9'))
    expect(failure(() => study.models.load('m')).code).toBe('model/newer')
    rmSync(path)
    expect(failure(() => study.models.load('m')).code).toBe('model/not-found')
  })

  test.each(['lda', 'riemann'] as const)('that decode by %s come back exactly', (kind) => {
    const study = folder.open(join(folder.path, 'a'), true)
    const model = classicalModel(defaultClassical(kind, 160), { id: kind, electrodes: ['C3', 'C4', 'Cz'] })
    study.models.save(model)
    expect(study.models.load(kind)).toEqual(model)
    expect(study.models.header(kind).decoder).toEqual(defaultClassical(kind, 160))
  })

  test('saved by the first version, whose weights lay beside the other fields, are read as the newest', () => {
    const study = folder.open(join(folder.path, 'a'), true)
    const model = exampleModel('m')
    study.models.save(model)
    const { decoder, ...rest } = model
    const { network, parameters, statistics } = decoder as TrainedNetwork
    const header = { ...rest, schemaVersion: 1, network, decision: { ...rest.decision, memory: '\u221e' } }
    const float32 = (values: Float32Array) => ({ float32: Buffer.from(values.buffer).toString('base64') })
    const written = (group: object) =>
      Object.fromEntries(Object.entries(group).map(([name, values]) => [name, float32(values as Float32Array)]))
    const old = {
      ...header,
      decision: { ...rest.decision, memory: { number: 'Infinity' } },
      parameters: written(parameters),
      statistics: written(statistics),
    }
    const sha256 = createHash('sha256').update(JSON.stringify(old)).digest('hex')
    writeFileSync(
      study.models.path('m'),
      JSON.stringify({ program: 'Sparsecap', schemaVersion: 1, sha256, model: old }),
    )
    const raw = new Database(join(folder.path, 'a', 'study.sqlite'))
    raw.prepare('UPDATE models SET header = ?').run(JSON.stringify(header))
    expect(study.models.load('m')).toEqual(model)
    expect(study.models.header('m')).toEqual({ ...rest, decoder: { kind: 'network', network } })
  })

  test('are not saved at all when their selection cannot be', () => {
    const study = folder.open(join(folder.path, 'a'), true)
    const model = exampleModel('m')
    const impossible = { ...exampleResult(model), seconds: 1n as unknown as number }
    expect(() => study.selections.save(exampleRequest, impossible, model)).toThrow()
    expect(study.models.list()).toEqual([])
    expect(readdirSync(join(folder.path, 'a', 'models'))).toEqual([])
  })
})
