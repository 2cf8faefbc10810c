import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const home = join(root, '.cache/python')

export interface Python {
  /** Runs a script of `test/support/python` and gives its standard output; throws with what it wrote on standard error. */
  run(script: string, ...args: readonly string[]): string
  /** The same with another working folder. */
  runIn(folder: string, script: string, ...args: readonly string[]): string
}

let told = false

/** Python with numpy, scipy and onnxruntime as set-up provides them, or null with one clear notice. */
export function requirePython(): Python | null {
  return python(['requirements'], 'npm run setup -- --only python')
}

/** The same with mne, edfio, pybv and, before Python 3.13, pyedflib. */
export function requirePythonFormats(): Python | null {
  return python(['requirements', 'formats'], 'node scripts/setup/python.mjs requirements formats')
}

/** @param lists of scripts/setup/python */
function python(lists: readonly string[], remedy: string): Python | null {
  const stamps = lists.map(readStamp)
  const folders = lists.map((list) => join(home, list))
  const executable = stamps[0]?.python
  const isThere = stamps.every((stamp) => stamp?.ok) && folders.every((folder) => existsSync(folder))
  if (isThere && executable) return toPython(executable, folders)
  if (!told) {
    const reason = stamps.find((stamp) => stamp?.reason)?.reason ?? 'its packages are not there'
    console.warn(`Tests that need Python are skipped: ${reason}. ${remedy}`)
  }
  told = true
  return null
}

interface Stamp {
  readonly ok?: boolean
  readonly python?: string
  readonly reason?: string
}

function readStamp(list: string): Stamp | null {
  const file = join(home, `${list}.json`)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Stamp) : null
}

function toPython(executable: string, folders: readonly string[]): Python {
  const path = [...folders, join(root, 'docs/python')].join(delimiter)
  const env = { ...process.env, PYTHONPATH: path, PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1' }
  const scripts = join(root, 'test/support/python')
  const runIn: Python['runIn'] = (cwd, script, ...args) =>
    execFileSync(executable, [join(scripts, script), ...args], { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 })
  return { runIn, run: (script, ...args) => runIn(root, script, ...args) }
}
