import { mkdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { AppError } from '../core/domain/error'
import { atomicWrite } from './atomicWrite'
import { toDiskError } from './diskError'

interface Machine {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly userFolder: string
}

/**
 * The folder of what this program keeps on this machine and no study owns: choices about the machine, TensorFlow. The same
 * for the window and the command line, whoever built or started them; SPARSECAP_HOME names another. It need not exist.
 */
export function programHome(machine: Machine = thisMachine()): string {
  const { platform, env, userFolder } = machine
  if (env['SPARSECAP_HOME']) return resolve(env['SPARSECAP_HOME'])
  if (platform === 'win32') return join(env['LOCALAPPDATA'] || join(userFolder, 'AppData', 'Local'), 'Sparsecap')
  if (platform === 'darwin') return join(userFolder, 'Library', 'Application Support', 'Sparsecap', 'machine')
  return join(env['XDG_DATA_HOME'] || join(userFolder, '.local', 'share'), 'sparsecap')
}

const thisMachine = (): Machine => ({ platform: process.platform, env: process.env, userFolder: homedir() })

/** What `parse` makes of a JSON file; `null` where there is none, or one that is damaged or of another kind (`parse`
 *  returned `null`): what lies in the home can be found out or chosen again. */
export function readHomeJson<T>(path: string, parse: (value: unknown) => T | null): T | null {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (thrown) {
    if (isMissing(thrown)) return null
    throw toDiskError(thrown, path)
  }
  try {
    return parse(JSON.parse(text))
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null
    throw thrown
  }
}

const hint = 'Make that folder one of your own, or name another one in SPARSECAP_HOME.'

/** Whole or not at all; makes the folder. Throws `disk/…`. */
export function writeHomeJson(path: string, value: unknown): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    atomicWrite(path, `${JSON.stringify(value, null, 2)}\n`)
  } catch (thrown) {
    const { data } = toDiskError(thrown, path)
    // It is no study: what helps a study does not help here.
    throw new AppError(data.code === 'disk/full' ? data : { ...data, hint })
  }
}

const isMissing = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR')
