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
  const stamp = readStamp()
  if (stamp?.ok && stamp.python && existsSync(join(home, 'requirements'))) return toPython(stamp.python)
  if (!told) {
    const reason = stamp?.reason ?? 'they are not there'
    console.warn(`Tests that load exported files with Python are skipped: ${reason}. npm run setup -- --only python`)
  }
  told = true
  return null
}

interface Stamp {
  readonly ok?: boolean
  readonly python?: string
  readonly reason?: string
}

function readStamp(): Stamp | null {
  const file = join(home, 'requirements.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Stamp) : null
}

function toPython(executable: string): Python {
  const path = [join(home, 'requirements'), join(root, 'docs/python')].join(delimiter)
  const env = { ...process.env, PYTHONPATH: path, PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1' }
  const scripts = join(root, 'test/support/python')
  const runIn: Python['runIn'] = (cwd, script, ...args) =>
    execFileSync(executable, [join(scripts, script), ...args], { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 })
  return { runIn, run: (script, ...args) => runIn(root, script, ...args) }
}
