import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { requireOwnPath } from './ownPath'

const root = mkdtempSync(join(tmpdir(), 'sparsecap-own-'))
const study = join(root, 'study')
const report = join(study, 'reports', 'a.html')
mkdirSync(join(study, 'reports'), { recursive: true })
mkdirSync(join(root, 'study two'))
writeFileSync(report, '')
writeFileSync(join(root, 'other.txt'), '')
symlinkSync(root, join(study, 'way-out'))
afterAll(() => rmSync(root, { recursive: true }))

test.each([
  ['the folder itself', study],
  ['a file inside', report],
])('%s may be shown', (_what, path) => {
  expect(() => requireOwnPath(path, [undefined, study])).not.toThrow()
})

test.each([
  ['a file beside it', join(root, 'other.txt')],
  ['a folder whose name begins alike', join(root, 'study two')],
  ['a way out by ..', join(study, '..', 'other.txt')],
  ['a way out by a link', join(study, 'way-out', 'other.txt')],
  ['what does not exist', join(study, 'reports', 'b.html')],
  ['a path without its beginning', relative(process.cwd(), report)],
])('%s may not', (_what, path) => {
  expect(() => requireOwnPath(path, [study])).toThrow(expect.objectContaining({ code: 'input/invalid' }))
})

test('without an open study nothing of it may be shown', () => {
  expect(() => requireOwnPath(report, [undefined])).toThrow(expect.objectContaining({ code: 'input/invalid' }))
})
