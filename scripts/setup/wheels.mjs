import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { lastLines, run, which } from './command.mjs'
import { digest, digestFile, readJson, requireDigest } from './files.mjs'
import { root } from './paths.mjs'
import { SetupError } from './say.mjs'
import { openZip } from './zip.mjs'

const pins = join(root, 'resources', 'natives')
const requirements = join(pins, 'requirements.txt')

/** pip's names of the platforms for which both BrainFlow and LSL are built. */
const PIP_PLATFORMS = {
  'linux-x64': 'manylinux_2_35_x86_64',
  'win32-x64': 'win_amd64',
  'darwin-x64': 'macosx_11_0_x86_64',
  'darwin-arm64': 'macosx_11_0_arm64',
}

function pinnedLibraries(platform) {
  const libraries = readJson(join(pins, 'libraries.json'))?.[platform.replace(/^darwin-.*/, 'darwin')]
  if (libraries && PIP_PLATFORMS[platform]) return libraries
  throw new SetupError(`BrainFlow and LSL are not built for ${platform}.`, 'The simulator works without them.')
}

/** A Python to start. @param {string} need what is lacking without one, as the start of a sentence */
export function findPython(need = 'BrainFlow comes by Python') {
  const python = [process.env.PYTHON, 'python3', 'python', 'py'].find((name) => name && which(name))
  if (python) return python
  throw new SetupError(`${need}, and there is none.`, 'Install Python 3 with pip, then run this again.')
}

/** Fetches the pinned wheels with pip, which refuses any other. */
async function downloadWheels(platform, folder) {
  const args = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--retries', '1', '--timeout', '20']
  args.push('--no-deps', '--only-binary=:all:', '--require-hashes', '--platform', PIP_PLATFORMS[platform])
  const result = await run(findPython(), [...args, '--dest', folder, '-r', requirements])
  if (result.code === 0) return
  const hint = /No module named pip/.test(result.stderr)
    ? 'Install pip (Debian and Ubuntu: apt-get install python3-pip), then: npm run setup'
    : 'Check the connection to PyPI, then: npm run setup'
  throw new SetupError(`pip could not fetch BrainFlow (${lastLines(result, 1).replace(/^ERROR: /, '')})`, hint)
}

/**
 * Takes the libraries named in `pinned` (path in the wheel → sha256) and the licences out of one wheel.
 * @returns the names of the libraries written. @throws {SetupError} for a library that is not the pinned one.
 */
export function unpackWheel(wheel, folder, pinned) {
  const zip = openZip(wheel)
  try {
    const written = []
    for (const entry of zip.entries) {
      const isLicence = /^[^/]+\.dist-info\/(licenses\/)?LICEN[CS]E[^/]*$/.test(entry.name)
      if (!isLicence && pinned[entry.name] === undefined) continue
      const bytes = zip.read(entry)
      if (!isLicence) requireDigest(entry.name, digest(bytes), pinned[entry.name])
      const name = isLicence ? `${entry.name.split('-')[0]}.LICENSE.txt` : basename(entry.name)
      writeFileSync(join(folder, name), bytes)
      if (!isLicence) written.push(entry.name)
    }
    return written
  } finally {
    zip.close()
  }
}

/**
 * Puts the native libraries of `platform` into `folder`, pinned twice: each wheel and each library in it.
 * @param {{ platform: string, folder: string, scratch: string, wheels?: string }} job `wheels`: a folder that has them
 */
export async function unpackNatives({ platform, folder, scratch, wheels }) {
  const pinned = pinnedLibraries(platform)
  if (!wheels) await downloadWheels(platform, scratch)
  const source = wheels ?? scratch
  const known = new Set(readFileSync(requirements, 'utf8').match(/(?<=sha256:)[0-9a-f]{64}/g))
  mkdirSync(folder, { recursive: true })
  const written = []
  for (const name of readdirSync(source).filter((file) => file.endsWith('.whl'))) {
    const hash = await digestFile(join(source, name))
    if (!known.has(hash)) throw new SetupError(`The wheel ${name} is not one that was pinned (sha256 ${hash}).`)
    written.push(...unpackWheel(join(source, name), folder, pinned))
  }
  const missing = Object.keys(pinned).filter((name) => !written.includes(name))
  if (missing.length > 0) throw new SetupError(`The wheels lack ${missing.join(', ')}.`)
}
