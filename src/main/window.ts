import { BrowserWindow, screen, session, shell } from 'electron'
import { join } from 'node:path'
import type { AppSettings } from '../ipc/views'
import { pageAddress } from './pageAddress'
import { titleBarOf, windowColours } from './theme'
import { clampToArea } from './windowSize'

/** The workbench's one window: sandboxed, isolated, and closed to everything that is not its own page. */
export function createWindow(theme: AppSettings['theme']): BrowserWindow {
  const window = new BrowserWindow({
    ...clampToArea(screen.getPrimaryDisplay().workAreaSize),
    show: false,
    title: 'Sparsecap',
    backgroundColor: windowColours(theme).canvas,
    autoHideMenuBar: true,
    ...titleBarOf(theme),
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      // Live traces must not freeze when the window is behind another one.
      backgroundThrottling: false,
    },
  })
  window.once('ready-to-show', () => window.show())
  void window.loadURL(pageAddress('index'))
  return window
}

/** No other page, no new window, no permission, no request that leaves the machine. */
export function hardenSession(hardened = session.defaultSession): void {
  const developmentServer = process.env.ELECTRON_RENDERER_URL
  hardened.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  hardened.setPermissionCheckHandler(() => false)
  hardened.webRequest.onBeforeRequest((details, answer) => {
    const url = new URL(details.url)
    const own = ['file:', 'data:', 'blob:', 'devtools:'].includes(url.protocol)
    const fromServer = developmentServer !== undefined && url.host === new URL(developmentServer).host
    answer({ cancel: !own && !fromServer })
  })
}

/** Applied to every page that is ever made. */
export function hardenContents(contents: Electron.WebContents): void {
  contents.setWindowOpenHandler(({ url }) => {
    if (url.startsWith('https://')) void shell.openExternal(url)
    return { action: 'deny' }
  })
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
}
