import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { describe, expect, test } from 'vitest'
import { atomicWrite } from '../../src/store/atomicWrite'
import { lockStudy } from '../../src/store/lock'
import { schemaVersion } from '../../src/store/schema'
import { bytesOf, canMount, exampleMap, exampleRecording, failure, useTestFolder } from '../support/studyFolder'

const folder = useTestFolder()

describe('what is no study of ours is refused with a way out:', () => {
  test('a folder without a catalogue', () => {
    mkdirSync(join(folder.path, 'empty'))
    expect(failure(() => folder.open(join(folder.path, 'empty'))).code).toBe('study/not-a-study')
    expect(readdirSync(join(folder.path, 'empty'))).toEqual([])
  })

  test('a catalogue of a newer program, untouched', () => {
    folder.open(join(folder.path, 'a'), true)
    const raw = new Database(join(folder.path, 'a', 'study.sqlite'))
    raw.exec(`PRAGMA user_version = ${schemaVersion + 1}`)
    const error = failure(() => folder.open(join(folder.path, 'a')))
    expect(error.code).toBe('study/newer')
    expect(error.message).toContain(`${schemaVersion + 1}`)
    expect(raw.pragma('user_version')).toEqual([{ user_version: schemaVersion + 1 }])
  })

  test('an SQLite file of another program', () => {
    mkdirSync(join(folder.path, 'b'))
    new Database(join(folder.path, 'b', 'study.sqlite')).exec('CREATE TABLE bookmarks (url); PRAGMA user_version = 1')
    expect(failure(() => folder.open(join(folder.path, 'b'))).code).toBe('study/not-a-study')
  })

  test('a catalogue that is overwritten or cut', () => {
    mkdirSync(join(folder.path, 'c'))
    writeFileSync(join(folder.path, 'c', 'study.sqlite'), 'not a database '.repeat(400))
    expect(failure(() => folder.open(join(folder.path, 'c'))).code).toBe('study/damaged')
    const script = `const D = require('libsql'); const d = new D(process.argv[1]); d.exec('PRAGMA wal_checkpoint(TRUNCATE)')`
    folder.open(join(folder.path, 'd'), true).close()
    execFileSync(process.execPath, ['-e', script, join(folder.path, 'd', 'study.sqlite')])
    truncateSync(join(folder.path, 'd', 'study.sqlite'), 20_000)
    expect(failure(() => folder.open(join(folder.path, 'd'))).code).toBe('study/damaged')
  })
})

describe('the lock', () => {
  test('lets one program in, names who holds it, and is free again after its release', () => {
    folder.open(join(folder.path, 'a'), true)
    const release = lockStudy(join(folder.path, 'a'))
    const error = failure(() => lockStudy(join(folder.path, 'a')))
    expect(error.code).toBe('study/locked')
    expect(error.message).toContain(`process ${process.pid}`)
    release()
    lockStudy(join(folder.path, 'a'))()
    expect(readdirSync(join(folder.path, 'a')).filter((name) => name.includes('lock'))).toEqual([])
  })

  test('of a program that was killed is taken over, one of another computer is not', async () => {
    folder.open(join(folder.path, 'a'), true)
    const path = join(folder.path, 'a', 'study.lock')
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    const held = lockStudy(join(folder.path, 'a'))
    const holder = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
    held()
    writeFileSync(path, JSON.stringify({ ...holder, pid: child.pid, processStart: null }))
    expect(failure(() => lockStudy(join(folder.path, 'a'))).code).toBe('study/locked')
    await new Promise((resolve) => child.once('exit', resolve) && child.kill('SIGKILL'))
    lockStudy(join(folder.path, 'a'))()
    writeFileSync(path, JSON.stringify({ ...holder, pid: child.pid, host: 'elsewhere' }))
    expect(failure(() => lockStudy(join(folder.path, 'a'))).message).toContain('elsewhere')
  })

  test.skipIf(process.platform !== 'linux')('of a dead program whose number another one has now is taken over', () => {
    folder.open(join(folder.path, 'a'), true)
    lockStudy(join(folder.path, 'a'))
    const path = join(folder.path, 'a', 'study.lock')
    const holder = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
    writeFileSync(path, JSON.stringify({ ...holder, processStart: '1' }))
    lockStudy(join(folder.path, 'a'))()
  })
})

describe.skipIf(!canMount)('on a full disk (needs root and mount)', () => {
  test('a file is written whole or not at all, and the old one stays', () => {
    const disk = folder.mountSmallDisk('disk', '1m')
    atomicWrite(join(disk, 'x'), 'old')
    const error = failure(() => atomicWrite(join(disk, 'x'), new Uint8Array(2_000_000)))
    expect(error.code).toBe('disk/full')
    expect(readdirSync(disk)).toEqual(['x'])
    expect(readFileSync(join(disk, 'x'), 'utf8')).toBe('old')
  })

  test('an import fails in words, what was there stays sound, and with space it goes on', () => {
    const disk = folder.mountSmallDisk('disk', '2m')
    const study = folder.open(join(disk, 'a'), true)
    const first = study.recordings.add(exampleRecording('one'), exampleMap, bytesOf('one'))
    expect(
      failure(() => study.recordings.add(exampleRecording('big'), exampleMap, new Uint8Array(3_000_000))).code,
    ).toBe('disk/full')
    expect(readdirSync(join(disk, 'a', 'recordings'))).toHaveLength(1)
    expect(() => writeFileSync(join(disk, 'filler'), new Uint8Array(3_000_000))).toThrow(/ENOSPC/)
    // The log has some room of its own left; a long enough row needs more.
    expect(failure(() => study.settings.set('long', 'x'.repeat(300_000))).code).toBe('disk/full')
    expect(study.recordings.list().map(({ id }) => id)).toEqual([first.id])
    expect(study.settings.get('long')).toBeUndefined()
    expect(failure(() => folder.open(join(disk, 'b'), true)).code).toBe('disk/full')
    rmSync(join(disk, 'filler'))
    study.settings.set('long', 'x'.repeat(300_000))
    expect(folder.open(join(disk, 'a')).audit.firstBroken()).toBeNull()
  })
})

describe.skipIf(!canMount)('on a read-only disk (needs root and mount)', () => {
  test('a study, its lock and a new study are refused in words', () => {
    folder.open(join(folder.path, 'rw', 'a'), true).close()
    const disk = folder.mountReadOnly(join(folder.path, 'rw'))
    const error = failure(() => folder.open(join(disk, 'a')))
    expect(error.code).toBe('disk/read-only')
    expect(error.message).toContain(join(disk, 'a'))
    expect(failure(() => lockStudy(join(disk, 'a'))).code).toBe('disk/read-only')
    expect(failure(() => folder.open(join(disk, 'b'), true)).code).toBe('disk/read-only')
  })

  test('an open study that becomes read-only says so, too', () => {
    const disk = folder.mountSmallDisk('disk', '2m')
    folder.open(join(disk, 'a'), true).close()
    const view = folder.mountReadOnly(disk)
    expect(failure(() => atomicWrite(join(view, 'a', 'models', 'x'), 'x')).code).toBe('disk/read-only')
  })
})
