import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { markLearning, takeUnfinished } from './learningMark'

describe('the mark of a learning', () => {
  let home: string
  beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'mark-'))))
  afterEach(() => rmSync(home, { recursive: true, force: true }))
  /** Of a process that is surely gone. */
  const gone = (): number => spawnSync(process.execPath, ['-e', '']).pid

  test('is there while a backend computes, and tells nobody as long as its process lives', () => {
    const announce = markLearning(home)
    announce('cpu')
    expect(readdirSync(home)).toEqual([`learning-${process.pid}.json`])
    expect(takeUnfinished(home)).toEqual([])
    announce(null)
    expect(readdirSync(home)).toEqual([])
  })

  test('of a process that is gone is told once', () => {
    const left = { backend: 'cpu', pid: gone(), host: hostname(), startedAtMs: 1_700_000_000_000 }
    writeFileSync(join(home, 'learning-1.json'), JSON.stringify(left))
    expect(takeUnfinished(home)).toEqual([left])
    expect(takeUnfinished(home)).toEqual([])
  })

  test('of another machine is left alone, one that is damaged goes', () => {
    const other = { backend: 'cpu', pid: gone(), host: `not-${hostname()}`, startedAtMs: 0 }
    writeFileSync(join(home, 'learning-1.json'), JSON.stringify(other))
    writeFileSync(join(home, 'learning-2.json'), '{"half')
    expect(takeUnfinished(home)).toEqual([])
    expect(readdirSync(home)).toEqual(['learning-1.json'])
  })

  test('keeps nobody from learning where there is no home to write to', () => {
    writeFileSync(join(home, 'file'), '')
    const nowhere = join(home, 'file', 'home')
    const told: string[] = []
    const announce = markLearning(nowhere, ({ code }) => told.push(code))
    expect(() => ['cpu' as const, null, 'wasm' as const, null].forEach(announce)).not.toThrow()
    expect(told).toEqual(['disk/failed'])
    expect(takeUnfinished(nowhere)).toEqual([])
  })
})
