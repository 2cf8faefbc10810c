import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import './nodeVersion.mjs'
import { digest, readJson, replaceFolder, withScratch, writeJson } from './files.mjs'
import { isMain } from './isMain.mjs'
import { cache, platform, root } from './paths.mjs'
import { SetupError, note, runScript, step } from './say.mjs'
import { unpackNatives } from './wheels.mjs'

const LIBRARIES = { darwin: 'libBoardController.dylib', win32: 'BoardController.dll' }
const library = LIBRARIES[process.platform] ?? 'libBoardController.so'
const home = join(cache, 'natives', platform)
const stampFile = join(home, 'natives.json')
const choiceFile = join(cache, 'natives', 'choice.json')
const pinsKey = digest(JSON.stringify(readJson(join(root, 'resources', 'natives', 'libraries.json'))))

/** The folder inside `folder` that holds BrainFlow's library, or undefined. */
function findLibrary(folder) {
  const places = ['', 'lib', 'brainflow/lib', 'dist/lib', 'dist/brainflow/lib'].map((place) => join(folder, place))
  return places.find((place) => existsSync(join(place, library)))
}

let hasSaidSo = false

/** A folder that the person named, in SPARSECAP_BRAINFLOW or once by --natives; one that has gone is said once. */
function namedFolder() {
  const named = process.env.SPARSECAP_BRAINFLOW || readJson(choiceFile)?.folder
  if (!named) return undefined
  const folder = findLibrary(resolve(named))
  if (!folder && !hasSaidSo) {
    note(`${named} was named as BrainFlow's folder, but there is no ${library} in it; going on without it.`)
    note('Name another one: npm run setup -- --natives FOLDER (or --natives none to forget it).')
    hasSaidSo = true
  }
  return folder
}

/** Remembers the person's own BrainFlow folder; `none` forgets it. */
export function chooseNatives(folder) {
  const isNone = folder === 'none'
  if (!isNone && !findLibrary(resolve(folder))) {
    throw new SetupError(`There is no ${library} in ${folder}.`, 'Name the folder that holds BrainFlow.')
  }
  writeJson(choiceFile, isNone ? {} : { folder: resolve(folder) })
}

/**
 * The folder of the native libraries. Where set-up could not provide them it holds only `natives.json` with
 * `{ ok: false, reason, hint }`.
 */
export function nativesFolder() {
  return namedFolder() ?? readJson(stampFile)?.folder ?? home
}

/** @param {{ retryNatives?: boolean }} options `retryNatives` asks once more for what failed before */
export function nativesAreReady({ retryNatives = false } = {}) {
  if (namedFolder()) return true
  const stamp = readJson(stampFile)
  if (stamp?.pins !== pinsKey) return false
  return stamp.ok ? findLibrary(stamp.folder ?? home) !== undefined : !retryNatives
}

async function unpackWheels(wheels) {
  return withScratch(async (scratch) => {
    const folder = join(scratch, 'natives')
    await unpackNatives({ platform, folder, scratch, wheels })
    writeJson(join(folder, 'natives.json'), { ok: true, source: 'wheels', pins: pinsKey })
    replaceFolder(folder, home)
    return undefined
  })
}

/** What to do where the pinned wheels cannot be had: an installed npm package, else a sentence and the simulator. */
function fallBack(error) {
  mkdirSync(home, { recursive: true })
  const folder = findLibrary(join(root, 'node_modules', 'brainflow'))
  if (folder) {
    writeJson(stampFile, { ok: true, source: 'npm', folder, pins: pinsKey })
    return 'from the npm package brainflow'
  }
  const reason = error.message.replace(/\.$/, '')
  writeJson(stampFile, { ok: false, reason, hint: error.hint, pins: pinsKey })
  note(`No headset libraries: ${reason}. The simulator works without them. ${error.hint ?? ''}`.trimEnd())
  return 'not available'
}

/**
 * Provides the native libraries of BrainFlow and LSL. Never fails for lack of them: the app then offers the simulator.
 * @param {{ retryNatives?: boolean, wheels?: string }} options `wheels`: a folder that holds the pinned wheels
 */
export async function provideNatives(options = {}) {
  if (nativesAreReady(options) && !options.wheels) return
  await step('BrainFlow and LSL', async () => {
    try {
      return await unpackWheels(options.wheels)
    } catch (error) {
      if (!(error instanceof SetupError)) throw error
      return fallBack(error)
    }
  })
}

if (isMain(import.meta.url)) {
  const { values } = parseArgs({ options: { wheels: { type: 'string' }, natives: { type: 'string' } } })
  await runScript(async () => {
    if (values.natives) chooseNatives(values.natives)
    await provideNatives({ retryNatives: true, wheels: values.wheels })
  })
}
