import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { setImmediate as pause } from 'node:timers/promises'
import { failed } from './errors'
import { packageName, packageVersion } from './pins'

/** Folder of the npm package as it was installed with this program. Throws `install/failed` where it is not. */
export function installedPackage(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`))
  } catch {
    throw failed(
      `The npm package ${packageName} is not installed with this program`,
      `Run: npm install --include=optional (it brings ${packageName}@${packageVersion}).`,
    )
  }
}

interface PackageJson {
  readonly version: string
  readonly main?: string
  readonly dependencies?: Readonly<Record<string, string>>
}

/** Copies a package with all that it requires into `target`/node_modules. File by file through Node, so that it may lie
 *  in an Electron archive. */
export async function copyPackages(packageFolder: string, target: string, signal: AbortSignal): Promise<void> {
  const root = nodeModulesOf(packageFolder)
  const waiting = [packageFolder]
  const seen = new Set(waiting)
  for (const folder of waiting) {
    signal.throwIfAborted()
    const inside = relative(root, folder)
    copyPackage(folder, join(target, 'node_modules', inside.startsWith('..') ? nameOf(folder) : inside))
    for (const name of requiredBy(folder)) {
      const found = resolvePackage(name, folder)
      if (seen.has(found)) continue
      seen.add(found)
      waiting.push(found)
    }
    await pause()
  }
}

const nodeModulesOf = (folder: string): string => {
  const parent = dirname(folder)
  return basename(parent) === 'node_modules' ? parent : dirname(parent)
}
const nameOf = (folder: string): string => {
  const scope = basename(dirname(folder))
  return scope.startsWith('@') ? `${scope}/${basename(folder)}` : basename(folder)
}
const packageJsonOf = (folder: string): PackageJson =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageJson

/** TensorFlow.js packages have one bundle for Node (`main`); the rest of their 140 MB is for browsers. */
const bundleOf = (folder: string): string | null => {
  const { main = '' } = packageJsonOf(folder)
  return /^(\.\/)?dist\/tf[\w-]*\.node\.js$/.test(main) ? main : null
}

/** Names of the packages that a package requires: those named in its bundle, also where only a package that is bundled
 *  depends on them (`long` in tfjs), else all that it depends on. */
function requiredBy(folder: string): string[] {
  const dependencies = Object.keys(packageJsonOf(folder).dependencies ?? {})
  const bundle = bundleOf(folder)
  if (!bundle) return dependencies.filter((name) => !name.startsWith('@types/'))
  const text = readFileSync(join(folder, bundle), 'utf8')
  const named = new Set([...text.matchAll(/require\(['"]([^'"./][^'"]*)['"]\)/g)].map(([, name]) => name!))
  return [...named].filter((name) => dependencies.includes(name) || findPackage(name, folder) !== null)
}

function resolvePackage(name: string, from: string): string {
  const found = findPackage(name, from)
  if (found) return found
  throw failed(`The npm package ${name} is missing`, 'Run: npm install --include=optional')
}

function findPackage(name: string, from: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name)
    if (existsSync(join(place, 'package.json'))) return place
    if (folder === dirname(folder)) return null
  }
}

function copyPackage(from: string, to: string): void {
  const bundle = bundleOf(from)
  if (!bundle) return copyFolder(from, to)
  for (const file of ['package.json', bundle]) {
    mkdirSync(dirname(join(to, file)), { recursive: true })
    writeFileSync(join(to, file), readFileSync(join(from, file)))
  }
}

/** Native parts of an earlier installation in place stay behind; so does what only developers read. */
const leftFolders = new Set(['node_modules', 'lib/napi-v8', 'deps', 'build', 'test', 'tests', 'docs', 'example', 'src'])
const leftFiles = /\.(map|d\.ts|ts|md|markdown|gz)$|_test\.js$/

function copyFolder(from: string, to: string, inside = ''): void {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const path = inside ? `${inside}/${entry.name}` : entry.name
    if (entry.isDirectory()) {
      if (!isLeft(path, from)) copyFolder(join(from, entry.name), join(to, entry.name), path)
    } else if (!leftFiles.test(entry.name)) {
      writeFileSync(join(to, entry.name), readFileSync(join(from, entry.name)))
    }
  }
}

/** `src` is the code itself in some packages. */
function isLeft(path: string, parent: string): boolean {
  if (path !== 'src') return leftFolders.has(path)
  const { main = '' } = packageJsonOf(parent)
  if (/^(\.\/)?src\//.test(main)) return false
  return existsSync(join(parent, 'dist')) || existsSync(join(parent, 'lib'))
}
