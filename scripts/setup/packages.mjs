import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import './nodeVersion.mjs'
import { mustRun, npmCommand } from './command.mjs'
import { digest, readJson } from './files.mjs'
import { isMain } from './isMain.mjs'
import { root } from './paths.mjs'
import { runScript, step } from './say.mjs'

const modules = join(root, 'node_modules')
const lockFile = join(root, 'package-lock.json')
const stampFile = join(modules, '.sparsecap-stamp')

function currentStamp() {
  const files = [join(root, 'package.json'), lockFile].filter(existsSync)
  return digest(files.map((file) => readFileSync(file, 'utf8')).join('\n'))
}

function readStamp() {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8').trim() : undefined
}

/**
 * Whether npm's own record of what it installed agrees with the lock file, so that a person's own `npm install` counts.
 * Optional packages may be absent: those of other platforms always are.
 */
export function agreesWithLock(lock, installed) {
  if (!lock?.packages || !installed?.packages) return false
  return Object.entries(lock.packages).every(([place, { version, optional, peer }]) => {
    const there = installed.packages[place]
    return place === '' || (there ? there.version === version : Boolean(optional || peer))
  })
}

export function packagesAreReady() {
  const stamp = currentStamp()
  if (readStamp() === stamp) return true
  if (!agreesWithLock(readJson(lockFile), readJson(join(modules, '.package-lock.json')))) return false
  writeFileSync(stampFile, `${stamp}\n`)
  return true
}

/** Installs the npm packages of the lock file; none of their install scripts runs. */
export async function providePackages() {
  if (packagesAreReady()) return
  await step('npm packages', async () => {
    const { words, options } = npmCommand()
    const verb = existsSync(lockFile) ? 'ci' : 'install'
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error']
    const hint = 'Check the connection to the npm registry (npm config get registry), then run this again.'
    await mustRun([...words, verb, ...flags], { what: `npm ${verb} failed`, hint }, options)
    writeFileSync(stampFile, `${currentStamp()}\n`)
  })
}

if (isMain(import.meta.url)) await runScript(providePackages)
