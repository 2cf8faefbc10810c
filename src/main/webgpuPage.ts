import { app, session, WebContentsView, type MessagePortMain } from 'electron'
import { join } from 'node:path'
import type { BackendStatus } from '../core/domain/backend'
import { AppError } from '../core/domain/error'
import { readWebgpuNews } from '../ipc/webgpuNews'
import { webgpuNewsChannel, webgpuPortChannel, type WebgpuAdapter } from '../ipc/webgpuPage'
import { pageAddress } from './pageAddress'
import { environmentWish } from './webgpuSwitches'
import { hardenSession } from './window'

/** A page that has not said by then which adapter it was given never will. */
const startLimitMs = 20_000

/** A hidden page that learns on the graphics card, at the other end of a line. */
export interface WebgpuPage {
  close(): void
}

/** Opens the page and hands it its end of the line; it goes when the other end of the line is closed. `onLost` hears, once,
 *  why it is gone all the same. Rejects with `learner/unsupported` (`values.lack`) or `learner/lost`. An adapter in
 *  software will do. */
export async function openWebgpuPage(port: MessagePortMain, onLost: (why: string) => void): Promise<WebgpuPage> {
  const { contents, adapter, close } = await startPage(onLost)
  if (!adapter) {
    close()
    throw noAdapter()
  }
  contents.postMessage(webgpuPortChannel, null, [port])
  return { close }
}

export type WebgpuProbe = Pick<BackendStatus, 'device' | 'accelerated' | 'lack'>

/** Which adapter a page is given, without loading TensorFlow.js; none where a person has turned WebGPU off. Rejects with
 *  `learner/lost` when the page crashed over the question. */
export async function probeWebgpu(): Promise<WebgpuProbe> {
  if (environmentWish() === 'off') return nothing
  const { adapter, close } = await startPage(() => undefined)
  close()
  return adapter ? { ...adapter, lack: null } : nothing
}

const nothing: WebgpuProbe = { device: '', accelerated: false, lack: 'no-adapter' }

interface StartedPage {
  readonly contents: Electron.WebContents
  readonly adapter: WebgpuAdapter | null
  close(): void
}

/** A view that has no other owner would be collected with its page. */
const openViews = new Set<WebContentsView>()

/** Resolves when the page has told its adapter. It is in a view that no window shows: nothing counts, focuses or themes it
 *  as a window of the person's. */
function startPage(onLost: (why: string) => void): Promise<StartedPage> {
  return new Promise((resolve, reject) => {
    const view = new WebContentsView({ webPreferences: preferences() })
    const contents = view.webContents
    let told = false
    const close = (): void => {
      clearTimeout(timer)
      app.off('child-process-gone', hearProcesses)
      if (openViews.delete(view) && !contents.isDestroyed()) contents.close()
    }
    const lose = (why: string): void => {
      if (!openViews.has(view)) return
      close()
      if (told) onLost(why)
      else reject(pageLost(why))
    }
    // Before that, a graphics process that fails is tried anew by Chromium, and an adapter not given is an answer.
    const hearProcesses = (_event: Electron.Event, { type, reason }: Electron.Details): void => {
      if (type === 'GPU' && told) lose(`the graphics process ended (${reason})`)
    }
    const timer = setTimeout(() => lose('its page did not start in time'), startLimitMs)
    openViews.add(view)
    app.on('child-process-gone', hearProcesses)
    watch(contents, lose)
    contents.ipc.on(webgpuNewsChannel, (_event, message: unknown) => {
      const news = readWebgpuNews(message)
      if (!news) return lose('its page said what no page says')
      if (news.type === 'lost') return lose(news.why)
      if (news.type === 'done') return close()
      clearTimeout(timer)
      told = true
      resolve({ contents, adapter: news.adapter, close })
    })
    // What fails is heard by the listeners.
    contents.loadURL(pageAddress('webgpu')).catch(() => undefined)
  })
}

function watch(contents: Electron.WebContents, lose: (why: string) => void): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('render-process-gone', (_event, { reason }) => lose(`its page ended (${reason})`))
  contents.on('unresponsive', () => lose('its page does not answer'))
  contents.on('did-fail-load', (_event, _code, why) => lose(`its page could not be loaded (${why})`))
  contents.on('preload-error', (_event, _path, error) => lose(`its page could not be prepared (${error.message})`))
}

const preferences = (): Electron.WebPreferences => ({
  preload: join(import.meta.dirname, '../preload/webgpu.cjs'),
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webSecurity: true,
  spellcheck: false,
  backgroundThrottling: false,
  session: ownSession(),
})

let hardened: Electron.Session | null = null

/** In memory and apart from the window's, so that the page never shares a process with it. */
function ownSession(): Electron.Session {
  if (hardened) return hardened
  hardened = session.fromPartition('webgpu')
  hardenSession(hardened)
  return hardened
}

const noAdapter = (): AppError =>
  new AppError({
    code: 'learner/unsupported',
    message: 'WebGPU finds no graphics adapter on this computer.',
    hint: 'Choose another backend; docs/gpu.md says what a graphics card needs.',
    values: { backend: 'webgpu', lack: 'no-adapter' },
  })

const pageLost = (why: string): AppError =>
  new AppError({
    code: 'learner/lost',
    message: `The learner on webgpu stopped working: ${why}`,
    hint: 'Start again; if it happens again, choose another backend.',
    detail: why,
    values: { backend: 'webgpu' },
  })
