import { app } from 'electron'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { BackendChoice } from '../core/domain/backend'
import { createBackendRecords, thisMachine } from '../store/backendRecords'
import { programHome, readHomeJson, writeHomeJson } from '../store/home'
import { environmentWish, isWayland, webgpuSwitches, type WebgpuWish } from './webgpuSwitches'

/** Sets Chromium's switches for WebGPU; to be called before the app is ready. */
export function prepareWebgpu(): void {
  try {
    addSwitches()
  } catch {
    // What the disk does not let read or keep is told where it is needed: the start goes on without a graphics card.
  }
}

/** A start with switches of our own that never shows the window is the last one of this version of Electron: no driver
 *  may lock a person out. */
function addSwitches(): void {
  const path = join(programHome(), 'webgpu-start.json')
  const switches = webgpuSwitches({
    platform: process.platform,
    wish: webgpuWish(createBackendRecords(thisMachine(app.getVersion())).choice),
    wayland: isWayland(process.env, app.commandLine.getSwitchValue('ozone-platform')),
    failedBefore: readHomeJson(path, toText) === process.versions.electron,
  })
  if (switches.length === 0) return
  writeHomeJson(path, process.versions.electron)
  for (const [name, value] of switches) app.commandLine.appendSwitch(name, withOthers(name, value))
  app.once('browser-window-created', (_event, window) => {
    window.once('ready-to-show', () => rmSync(path, { force: true }))
  })
}

/** `SPARSECAP_WEBGPU` counts before the kept choice of a backend. */
function webgpuWish(choice: BackendChoice): WebgpuWish {
  return environmentWish() ?? (choice === 'webgpu' ? 'on' : 'auto')
}

/** Features are one list, which a second switch would replace. */
function withOthers(name: string, value: string | undefined): string | undefined {
  if (name !== 'enable-features' || value === undefined) return value
  return [app.commandLine.getSwitchValue(name), value].filter((part) => part !== '').join(',')
}

const toText = (value: unknown): string | null => (typeof value === 'string' ? value : null)
