import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { notInIndex, offline } from './errors'
import type { Wheel } from './pins'
import { ask, textOf, type Route } from '../../download/request'

/** Where Python packages come from on this machine, as pip is set up. */
export interface PackageIndex {
  /** Ends without a slash. */
  readonly url: string
  readonly route: Route
  /** Folders in which pip looks as well. */
  readonly folders: readonly string[]
}

const pypi = 'https://pypi.org/simple'
const waits = { connectMs: 8_000, idleMs: 30_000 }

/** Takes pip's settings where there is pip (files and variables), else the variables alone. */
export async function findPackageIndex(): Promise<PackageIndex> {
  const settings = { ...fromVariables(process.env), ...(await fromPip()) }
  const certificates = settings['cert'] && existsSync(settings['cert']) ? readFileSync(settings['cert'], 'utf8') : ''
  return {
    url: (settings['index-url'] ?? pypi).replace(/\/+$/, ''),
    route: { ...waits, ...(certificates && { certificates }) },
    folders: (settings['find-links'] ?? '').split(/\s+/).filter((place) => place !== '' && existsSync(place)),
  }
}

/** The lines of `pip config list`: `global.index-url='https://…'`; a variable is `:env:.index-url` and wins. */
export function parsePipSettings(text: string): Record<string, string> {
  const settings: Record<string, string> = {}
  const lines = [...text.matchAll(/^(.+)\.([\w-]+)='(.*)'$/gm)]
  const rank = (scope: string): number => [':env:', 'download', 'global'].indexOf(scope)
  const known = lines.filter(([, scope]) => rank(scope!) >= 0).sort((a, b) => rank(b[1]!) - rank(a[1]!))
  for (const [, , name, value] of known) settings[name!] = value!.replace(/\\n/g, ' ').trim()
  return settings
}

function fromVariables(env: NodeJS.ProcessEnv): Record<string, string> {
  const settings: Record<string, string> = {}
  for (const name of ['index-url', 'find-links', 'cert']) {
    const value = env[`PIP_${name.toUpperCase().replace('-', '_')}`]
    if (value) settings[name] = value
  }
  return settings
}

async function fromPip(): Promise<Record<string, string>> {
  for (const python of [process.env['PYTHON'], 'python3', 'python']) {
    if (!python) continue
    try {
      const { stdout } = await promisify(execFile)(python, ['-m', 'pip', 'config', 'list'], { timeout: 5_000 })
      return parsePipSettings(stdout)
    } catch {
      // No such Python, or one without pip: the next one, or none.
    }
  }
  return {}
}

/** The wheel's address, or its path in a folder. Rejects with `install/offline` or `install/not-found`. */
export async function locateWheel(index: PackageIndex, wheel: Wheel, signal: AbortSignal): Promise<string> {
  const folder = index.folders.find((place) => existsSync(join(place, wheel.file)))
  if (folder) return join(folder, wheel.file)
  const page = `${index.url}/${wheel.project}/`
  let text: string
  try {
    // The format that every index has: https://packaging.python.org/en/latest/specifications/simple-repository-api/
    const response = await ask(page, index.route, { headers: { accept: 'text/html' }, signal })
    text = await textOf(response)
    if (response.statusCode === 404) throw notInIndex(wheel.file, withoutSecrets(index.url))
    if (response.statusCode !== 200) throw new Error(`it answered ${response.statusCode}`)
  } catch (thrown) {
    if (signal.aborted || (thrown instanceof Error && thrown.name === 'AppError')) throw thrown
    throw offline(new URL(page).host, thrown instanceof Error ? thrown.message : String(thrown))
  }
  const link = linksOf(text).find((address) => new URL(address, page).pathname.endsWith(`/${wheel.file}`))
  if (!link) throw notInIndex(wheel.file, withoutSecrets(index.url))
  const url = new URL(link, page)
  url.hash = ''
  return url.href
}

/** An index may have a name and a password in its address. */
const withoutSecrets = (address: string): string => {
  const { origin, pathname } = new URL(address)
  return origin + pathname
}

const linksOf = (html: string): string[] =>
  [...html.matchAll(/<a\s[^>]*?href=["']([^"']+)["']/gi)].map(([, address]) => address!.replace(/&amp;/g, '&'))
