#!/usr/bin/env node
// npm start: opens the workbench; without a display it runs the same main job headless.
import './setup/nodeVersion.mjs'
import { build } from './build.mjs'
import { foreground } from './setup/child.mjs'
import { root } from './setup/paths.mjs'
import { runScript } from './setup/say.mjs'
import { appEnvironment, electronPath, setUp } from './setup.mjs'
import { runCommand } from './sparsecap.mjs'

function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** Chromium refuses to sandbox for root; for everybody else its sandbox stays on. */
function sandboxSwitch() {
  return process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox'] : []
}

await runScript(async () => {
  const args = process.argv.slice(2)
  if (!hasDisplay()) {
    process.stderr.write(
      'There is no display (DISPLAY and WAYLAND_DISPLAY are not set): running the demo without a window.\n',
    )
    return runCommand(['demo', ...args])
  }
  await setUp()
  await build()
  const options = { cwd: root, env: appEnvironment(), isElectron: true }
  return foreground(electronPath(), [...sandboxSwitch(), root, ...args], options)
})
