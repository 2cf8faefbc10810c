import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const folder =
  process.env['SPARSECAP_NATIVES'] ??
  resolve(import.meta.dirname, `../../.cache/natives/${process.platform}-${process.arch}`)
const names: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'libBoardController.so',
  darwin: 'libBoardController.dylib',
  win32: 'BoardController.dll',
}
const name = names[process.platform]

/** Folder of BrainFlow's library, or null with a notice: such tests use `test.skipIf(nativesFolder === null)`. */
export const nativesFolder = name && existsSync(join(folder, name)) ? folder : null
if (!nativesFolder)
  console.warn(`Tests with BrainFlow's library are skipped: none in ${folder}. "npm run setup" puts it there.`)
