#!/usr/bin/env node
// npm run dev: the app with hot reloading of the window.
import './setup/nodeVersion.mjs'
import { join } from 'node:path'
import { compileKernels } from './kernels.mjs'
import { foreground } from './setup/child.mjs'
import { root } from './setup/paths.mjs'
import { runScript } from './setup/say.mjs'
import { appEnvironment, electronPath, setUp } from './setup.mjs'

await runScript(async () => {
  await setUp()
  await compileKernels()
  const isRoot = process.platform === 'linux' && process.getuid() === 0
  const args = ['dev', ...(isRoot ? ['--noSandbox'] : []), ...process.argv.slice(2)]
  const env = appEnvironment({ ELECTRON_EXEC_PATH: electronPath(), ELECTRON_MAJOR_VER: '33' })
  const viteFile = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  return foreground(process.execPath, [viteFile, ...args], { cwd: root, env })
})
