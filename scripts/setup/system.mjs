import { existsSync, readFileSync } from 'node:fs'
import './nodeVersion.mjs'
import { mustRun, run, which } from './command.mjs'
import { electronPath } from './electron.mjs'
import { isMain } from './isMain.mjs'
import { SetupError, runScript, step } from './say.mjs'

/** What Electron links or loads at run time, as Debian 12 names it; newer releases have some as `…t64`. */
const ELECTRON_PACKAGES = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libatk-bridge2.0-0',
  'libatspi2.0-0',
  'libdrm2',
  'libxss1',
  'libxtst6',
]

/** The shared libraries that the executable needs and the system lacks. */
async function missingLibraries(executable) {
  if (!which('ldd')) return []
  const { stdout } = await run('ldd', [executable])
  return [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name)
}

function isDebianLike() {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  return which('apt-get') !== undefined && /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(release)
}

async function nameForThisRelease(name) {
  const { stdout } = await run('apt-cache', ['show', '--no-all-versions', `${name}t64`])
  return stdout.includes(`Package: ${name}t64`) ? `${name}t64` : name
}

async function aptInstall(packages) {
  const hint = 'Check the connection to the package server, or install them by hand.'
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const what = 'apt-get could not install what Electron needs'
  await mustRun(['apt-get', 'update', '-qq'], { what, hint }, { env })
  const names = await Promise.all(packages.map(nameForThisRelease))
  await mustRun(['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...names], { what, hint }, { env })
}

function sentence(missing, packages) {
  const what = `Electron needs ${missing.join(', ')}, which this system lacks.`
  const list = packages.join(' ')
  if (isDebianLike()) return new SetupError(what, `Run: sudo apt-get install -y --no-install-recommends ${list}`)
  return new SetupError(what, `Install them with your system's package manager (Debian calls them ${list}).`)
}

/**
 * Checks, on Linux, that Electron's shared libraries are there, and with `xvfb` a virtual display; installs them by apt
 * as root on Debian and Ubuntu. @throws {SetupError} with the exact command for everybody else.
 */
export async function provideSystem({ xvfb = false } = {}) {
  if (process.platform !== 'linux') return
  const libraries = await missingLibraries(electronPath())
  const needsDisplay = xvfb && !which('Xvfb')
  const missing = needsDisplay ? [...libraries, 'Xvfb'] : libraries
  if (missing.length === 0) return
  const packages = [...(libraries.length > 0 ? ELECTRON_PACKAGES : []), ...(needsDisplay ? ['xvfb'] : [])]
  if (!isDebianLike() || process.getuid() !== 0) {
    const names = isDebianLike() ? await Promise.all(packages.map(nameForThisRelease)) : packages
    throw sentence(missing, names)
  }
  await step('System libraries (apt)', async () => {
    await aptInstall(packages)
    const still = await missingLibraries(electronPath())
    if (still.length > 0) throw sentence(still, packages)
  })
}

if (isMain(import.meta.url)) await runScript(() => provideSystem({ xvfb: process.argv.includes('--xvfb') }))
