#!/usr/bin/env node
// npm run build: builds the app into out/ when a source has changed since the last build.
import './setup/nodeVersion.mjs'
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mustRun } from './setup/command.mjs'
import { digest, withLock } from './setup/files.mjs'
import { isMain } from './setup/isMain.mjs'
import { root } from './setup/paths.mjs'
import { runScript, step } from './setup/say.mjs'
import { compileKernels } from './kernels.mjs'
import { setUp } from './setup.mjs'

const out = join(root, 'out')
const stampFile = join(out, '.sources')
const SOURCES = [
  'src',
  'resources',
  'project.inlang/settings.json',
  'electron.vite.config.ts',
  'svelte.config.js',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
]
/** Written by the build itself, or no part of the app. */
const IGNORED = /(^|\/)paraglide(\/|$)|\.generated\.ts$|\.test\.ts$/
/** Larger files (fonts, models) are told apart by size and date: their content would cost too much at each start. */
const SMALL_BYTES = 256 * 1024

/** The oldest Electron that the code has to run on: the test runtime's. electron-vite would take package.json's. */
const OLDEST_ELECTRON = '33'

function listFiles(path) {
  if (IGNORED.test(path) || !existsSync(join(root, path))) return []
  const entry = statSync(join(root, path))
  if (entry.isFile()) {
    const isSmall = entry.size <= SMALL_BYTES
    return [`${path} ${isSmall ? digest(readFileSync(join(root, path))) : `${entry.size} ${entry.mtimeMs}`}`]
  }
  return readdirSync(join(root, path)).flatMap((name) => listFiles(`${path}/${name}`))
}

function fingerprint() {
  return digest(SOURCES.flatMap(listFiles).sort().join('\n'))
}

export function buildIsReady() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === fingerprint()
}

async function buildNow() {
  if (buildIsReady()) return
  // Taken before: a source changed during the build makes the next one build again.
  const sources = fingerprint()
  await compileKernels()
  await step('Building the app', async () => {
    rmSync(stampFile, { force: true })
    const words = [process.execPath, join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build']
    const failure = { what: 'The app could not be built', hint: 'Correct what is named above and run this again.' }
    const env = { ...process.env, ELECTRON_MAJOR_VER: OLDEST_ELECTRON, NODE_ENV: 'production', NO_COLOR: '1' }
    await mustRun([...words, '--logLevel', 'warn'], failure, { env })
    writeFileSync(stampFile, sources)
  })
}

/** Builds what has changed; needs the npm packages. */
export async function build() {
  if (!buildIsReady()) await withLock('build', buildNow)
}

if (isMain(import.meta.url)) {
  await runScript(async () => {
    await setUp({ needs: ['packages'] })
    await build()
  })
}
