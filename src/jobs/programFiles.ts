import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface ProgramFiles {
  readonly version: string
  /** Folder of what comes with the program: self-test, libraries' pins, the demo's recipe. */
  readonly resources: string
  /** Entry of the process that learners live in. */
  readonly learner: string
}

let known: ProgramFiles | null = null

/** Found from this module upwards, so it is the same from the sources, from a bundle and from a package. */
export function programFiles(): ProgramFiles {
  known ??= find(import.meta.dirname)
  return known
}

function find(start: string): ProgramFiles {
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, 'package.json')
    if (!existsSync(path)) continue
    const { name, version } = JSON.parse(readFileSync(path, 'utf8')) as { name?: string; version?: string }
    if (name !== 'sparsecap') continue
    return {
      version: version ?? 'unknown',
      resources: join(folder, 'resources'),
      learner: join(folder, 'out', 'main', 'learner.js'),
    }
  }
  throw new Error(`The program's package.json was not found above ${start}`)
}
