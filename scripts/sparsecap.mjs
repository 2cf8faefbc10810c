#!/usr/bin/env node
// sparsecap COMMAND, npm run -s cli -- COMMAND: standard output belongs to the command alone.
import './setup/nodeVersion.mjs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { callersFolder, foreground } from './setup/child.mjs'
import { isMain } from './setup/isMain.mjs'
import { endWithNpm } from './setup/parents.mjs'
import { root } from './setup/paths.mjs'
import { runScript } from './setup/say.mjs'
import { appEnvironment, setUp } from './setup.mjs'

/** Runs a command of the command line. @returns its exit code */
export async function runCommand(args) {
  endWithNpm()
  await setUp({ needs: ['packages', 'natives'] })
  await build()
  const options = { cwd: callersFolder(), env: appEnvironment() }
  return foreground(process.execPath, [join(root, 'out', 'main', 'cli.js'), ...args], options)
}

if (isMain(import.meta.url)) await runScript(() => runCommand(process.argv.slice(2)))
