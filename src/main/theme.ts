import { BrowserWindow, nativeTheme } from 'electron'
import type { AppSettings } from '../ipc/views'

type Theme = AppSettings['theme']

interface WindowColours {
  readonly canvas: string
  readonly surface: string
  readonly text: string
}

/** As in the page's tokens: what is seen before the page has drawn, and around the window's own buttons. */
const colours = {
  light: { canvas: '#F4F5F6', surface: '#FFFFFF', text: '#47505C' },
  dark: { canvas: '#0D0F12', surface: '#15181C', text: '#B7BEC8' },
  contrast: { canvas: '#000000', surface: '#000000', text: '#FFFFFF' },
} as const satisfies Record<string, WindowColours>

/** Height of the page's title bar. */
const titleBarHeight = 46

export function windowColours(theme: Theme): WindowColours {
  if (theme !== 'system') return colours[theme]
  if (nativeTheme.shouldUseHighContrastColors) return colours.contrast
  return nativeTheme.shouldUseDarkColors ? colours.dark : colours.light
}

/** macOS and Windows draw their window buttons into the page's own title bar; elsewhere the system's bar stays. */
export function titleBarOf(theme: Theme): Electron.BrowserWindowConstructorOptions {
  if (process.platform === 'darwin') return { titleBarStyle: 'hidden', titleBarOverlay: { height: titleBarHeight } }
  if (process.platform === 'win32') return { titleBarStyle: 'hidden', titleBarOverlay: overlayOf(theme) }
  return {}
}

const overlayOf = (theme: Theme): Electron.TitleBarOverlayOptions => {
  const { surface, text } = windowColours(theme)
  return { color: surface, symbolColor: text, height: titleBarHeight }
}

/** Gives menus, dialogs and the window's own buttons the page's theme. */
export function useTheme(theme: Theme): void {
  nativeTheme.themeSource = theme === 'dark' || theme === 'light' ? theme : 'system'
  if (process.platform !== 'win32') return
  for (const window of BrowserWindow.getAllWindows()) window.setTitleBarOverlay(overlayOf(theme))
}
