import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import './nodeVersion.mjs'
import { mustRun, npmCommand } from './command.mjs'
import { digest, readJson, replaceFolder, withScratch, writeJson } from './files.mjs'
import { isMain } from './isMain.mjs'
import { cache, root } from './paths.mjs'
import { SetupError, note, runScript, step } from './say.mjs'

const list = join(root, 'scripts', 'setup', 'bids')
const names = ['package.json', 'package-lock.json']
const home = join(cache, 'bids-validator')
const stampFile = join(home, 'stamp.json')

const keyOf = () => digest(names.map((name) => readFileSync(join(list, name), 'utf8')).join('\n'))

/** Puts the validator that exported data sets are held against into the cache, by its own lock file; no install script runs. */
async function install(key) {
  await step('BIDS validator', () =>
    withScratch(async (scratch) => {
      for (const name of names) copyFileSync(join(list, name), join(scratch, name))
      const { words, options } = npmCommand()
      const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error']
      const hint = 'Check the connection to the npm registry (npm config get registry), then run this again.'
      await mustRun([...words, 'ci', ...flags], { what: 'npm ci failed', hint }, { ...options, cwd: scratch })
      replaceFolder(scratch, home)
      writeJson(stampFile, { key })
    }),
  )
}

/** Provides the validator for the tests. Never fails for lack of it: its test is then skipped, and says so. */
export async function provideBidsValidator() {
  const key = keyOf()
  if (readJson(stampFile)?.key === key && existsSync(join(home, 'node_modules'))) return
  try {
    await install(key)
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    note(`No BIDS validator: ${error.message} Its test is skipped. ${error.hint ?? ''}`.trimEnd())
  }
}

if (isMain(import.meta.url)) await runScript(provideBidsValidator)
