import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const source = resolve(import.meta.dirname, '../src')

/** Who may import whom; a folder may always import itself. Core's parts come first: they are named in full. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'core/domain': [],
  'core/formats': ['core/domain', 'core/montage'],
  'core/signal': ['core/domain'],
  'core/montage': ['core/domain'],
  'core/simulation': ['core/domain', 'core/montage', 'core/formats'],
  'core/model': ['core/domain', 'core/formats', 'core/signal', 'core/montage'],
  'core/engine': ['core/domain', 'core/signal', 'core/model'],
  'core/evaluation': ['core/domain', 'core/signal', 'core/model', 'core/engine'],
  'core/selection': ['core/domain', 'core/signal', 'core/montage', 'core/model', 'core/engine', 'core/evaluation'],
  'core/decoder': ['core/domain', 'core/signal', 'core/montage', 'core/model', 'core/engine', 'core/evaluation'],
  ipc: ['core'],
  store: ['core'],
  drivers: ['core'],
  jobs: ['core', 'store', 'drivers'],
  processes: ['jobs', 'core', 'store', 'drivers', 'ipc'],
  cli: ['jobs', 'core', 'store', 'drivers', 'ipc'],
  main: ['core/domain', 'store', 'ipc'],
  preload: ['ipc'],
  renderer: ['core/domain', 'core/montage', 'core/signal', 'ipc'],
}

/** Packages that compute and do nothing else: core may have them (docs/decisions). */
const pureParts = ['ml-matrix', 'fflate', 'valibot']

const importPattern =
  /^\s*(?:import|export)\s[^'";]*?from\s*['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]\s*\)|^\s*import\s*['"]([^'"]+)['"]/gm

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (name === 'paraglide') return []
    if (statSync(path).isDirectory()) return filesUnder(path)
    return /\.(ts|svelte)$/.test(name) && !name.endsWith('.d.ts') ? [path] : []
  })
}

const product = filesUnder(source).filter((path) => !path.endsWith('.test.ts'))
const areaOf = (path: string): string => {
  const parts = relative(source, path).split('/')
  return parts[0] === 'core' ? `core/${parts[1]}` : parts[0]!
}
const importsOf = (path: string): string[] =>
  [...readFileSync(path, 'utf8').matchAll(importPattern)].map((match) => match[1] ?? match[2] ?? match[3]!)

function faultOf(path: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null
  const target = resolve(dirname(path), specifier)
  if (!target.startsWith(source)) return /\/(resources|package\.json)/.test(target) ? null : `${specifier} leaves src`
  const from = areaOf(path)
  const to = areaOf(target)
  const fine = to === from || (allowed[from] ?? []).some((rule) => to === rule || to.startsWith(`${rule}/`))
  return fine ? null : `${from} may not import ${to}`
}

describe('architecture', () => {
  test('every folder of the source has its rule', () => {
    expect([...new Set(product.map(areaOf))].filter((area) => !(area in allowed))).toEqual([])
  })

  test('imports point down', () => {
    const faults = product.flatMap((path) =>
      importsOf(path).flatMap((specifier) => {
        const fault = faultOf(path, specifier)
        return fault ? [`${relative(source, path)}: ${fault}`] : []
      }),
    )
    expect(faults).toEqual([])
  })

  test('an import against the rules is found', () => {
    expect(faultOf(join(source, 'core/signal/x.ts'), '../decoder/decoder')).toBe(
      'core/signal may not import core/decoder',
    )
    expect(faultOf(join(source, 'renderer/x.ts'), '../store/study')).toBe('renderer may not import store')
    expect(faultOf(join(source, 'core/signal/x.ts'), '../domain/units')).toBeNull()
  })

  test('core is pure: no package with effects, no Node', () => {
    const outside = product
      .filter((path) => areaOf(path).startsWith('core/'))
      .flatMap((path) =>
        importsOf(path)
          .filter((name) => !name.startsWith('.') && !pureParts.includes(name))
          .map((name) => ({ path, name })),
      )
      .filter(({ path, name }) => !isTypeOnly(path, name))
    expect(outside.map(({ path, name }) => `${relative(source, path)}: ${name}`)).toEqual([])
  })

  test('Electron is imported by main and preload alone', () => {
    const strangers = product.filter(
      (path) => !['main', 'preload'].includes(areaOf(path)) && importsOf(path).includes('electron'),
    )
    expect(strangers).toEqual([])
  })

  test('no file has outgrown its reader', () => {
    const long = product.filter((path) => readFileSync(path, 'utf8').split('\n').length > 300)
    expect(long.map((path) => relative(source, path))).toEqual([])
  })
})

/** Types of a package cost nothing at run time: core may name tensors without owning TensorFlow.js. */
function isTypeOnly(path: string, name: string): boolean {
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.filter((line) => line.includes(`'${name}'`)).every((line) => /^import type /.test(line))
}
