import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { programHome, readHomeJson, writeHomeJson } from './home'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'home-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the folder of the program on this machine', () => {
  const userFolder = '/people/ada'

  it.each([
    ['linux', {}, '/people/ada/.local/share/sparsecap'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/sparsecap'],
    ['linux', { XDG_DATA_HOME: '' }, '/people/ada/.local/share/sparsecap'],
    ['darwin', { XDG_DATA_HOME: '/data' }, '/people/ada/Library/Application Support/Sparsecap/machine'],
    ['win32', { LOCALAPPDATA: '/local' }, '/local/Sparsecap'],
    ['win32', {}, '/people/ada/AppData/Local/Sparsecap'],
  ] as const)('is where %s keeps such things (%o)', (platform, env, expected) => {
    expect(programHome({ platform, env, userFolder })).toBe(expected)
  })

  it('is the one named by SPARSECAP_HOME on every platform', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const)
      expect(programHome({ platform, env: { SPARSECAP_HOME: 'here' }, userFolder })).toBe(resolve('here'))
  })
})

describe('a file in it', () => {
  const parse = (value: unknown): number | null => (typeof value === 'number' ? value : null)

  it('is read as it was written, in a folder that was not there', () => {
    const path = join(folder, 'deep', 'choice.json')
    expect(readHomeJson(path, parse)).toBeNull()
    writeHomeJson(path, 7)
    expect(readHomeJson(path, parse)).toBe(7)
    expect(readdirSync(join(folder, 'deep'))).toEqual(['choice.json'])
  })

  it('counts as absent when it is damaged or of another kind', () => {
    const path = join(folder, 'choice.json')
    writeFileSync(path, '{"half')
    expect(readHomeJson(path, parse)).toBeNull()
    writeFileSync(path, '"word"')
    expect(readHomeJson(path, parse)).toBeNull()
  })

  it('cannot be written where a file stands in the way, which is said', () => {
    writeFileSync(join(folder, 'file'), '')
    expect(() => writeHomeJson(join(folder, 'file', 'choice.json'), 1)).toThrowError(/could not be/)
  })
})
