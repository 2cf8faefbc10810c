#!/usr/bin/env node
// npm run setup [-- --retry-electron] [--natives FOLDER|none] [--wheels FOLDER] [--xvfb] [--only NAME,NAME]
import './setup/nodeVersion.mjs'
import { parseArgs } from 'node:util'
import { electronIsReady, provideElectron } from './setup/electron.mjs'
import { withLock } from './setup/files.mjs'
import { isMain } from './setup/isMain.mjs'
import { chooseNatives, nativesAreReady, nativesFolder, provideNatives } from './setup/natives.mjs'
import { packagesAreReady, providePackages } from './setup/packages.mjs'
import { providePython } from './setup/python.mjs'
import { SetupError, beQuiet, runScript } from './setup/say.mjs'
import { provideSystem } from './setup/system.mjs'

export { electronPath, electronRuntime } from './setup/electron.mjs'
export { nativesFolder } from './setup/natives.mjs'

/** In the order in which they build on each other. `isReady` is quick and touches nothing. */
const STEPS = {
  packages: { isReady: packagesAreReady, provide: providePackages },
  electron: { isReady: electronIsReady, provide: provideElectron },
  natives: { isReady: nativesAreReady, provide: provideNatives },
  // The check is the quick part of the step itself.
  system: { isReady: () => false, provide: provideSystem, isUnlocked: true },
  // Nothing of the app: only tests read exported files with Python. Its check starts it, as above.
  python: { isReady: () => false, provide: providePython, isForTests: true },
}

export const ALL_STEPS = Object.keys(STEPS)
const APP_STEPS = ALL_STEPS.filter((name) => !STEPS[name].isForTests)

/**
 * Provides what is needed and is not there yet; repeated runs do nothing.
 * @param {{ needs?: string[], quiet?: boolean, xvfb?: boolean, retryElectron?: boolean, retryNatives?: boolean,
 *   wheels?: string }} options
 * @throws {SetupError} for the first thing that could not be provided
 */
export async function setUp({ needs = APP_STEPS, quiet = false, ...options } = {}) {
  beQuiet(quiet)
  for (const [name, { isReady, provide, isUnlocked }] of Object.entries(STEPS)) {
    if (!needs.includes(name) || (isReady(options) && !options.wheels)) continue
    if (isUnlocked) await provide(options)
    else await withLock('setup', () => provide(options))
  }
}

/** The environment of the app and of its command line: where the native libraries lie. */
export function appEnvironment(more = {}) {
  return { ...process.env, SPARSECAP_NATIVES: nativesFolder(), ...more }
}

function parseOptions() {
  const { values } = parseArgs({
    options: {
      'retry-electron': { type: 'boolean' },
      natives: { type: 'string' },
      wheels: { type: 'string' },
      xvfb: { type: 'boolean' },
      only: { type: 'string' },
    },
  })
  const needs = values.only?.split(',') ?? APP_STEPS
  const unknown = needs.find((name) => !ALL_STEPS.includes(name))
  if (unknown) throw new SetupError(`There is no step ${unknown}.`, `The steps are ${ALL_STEPS.join(', ')}.`)
  const { natives, wheels, xvfb, 'retry-electron': retryElectron } = values
  // Who asks for the set-up by itself wants what failed before to be tried again.
  return { natives, options: { needs, wheels, xvfb, retryElectron, retryNatives: true } }
}

if (isMain(import.meta.url)) {
  await runScript(async () => {
    const { natives, options } = parseOptions()
    if (natives) chooseNatives(natives)
    await setUp(options)
    process.stderr.write('Everything is set up.\n')
  })
}
