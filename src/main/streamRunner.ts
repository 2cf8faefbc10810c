import { BrowserWindow, MessageChannelMain, utilityProcess } from 'electron'
import { join } from 'node:path'
import { AppError } from '../core/domain/error'
import type { SessionRequest, SessionResult } from '../core/domain/session'
import type { StreamingNews, StreamingOrder } from '../ipc/streamingProcess'
import { streamPortChannel } from '../ipc/streamPort'
import type { DeviceView, StreamState } from '../ipc/views'
import { exitText } from './exitText'

/** A device that does not let go is not waited for longer than this. */
const stopGraceMs = 6000

export interface StreamRunner {
  readonly state: StreamState
  readonly busy: boolean
  /** Throws `session/running` while another stream runs. */
  start(request: SessionRequest, place: StreamPlace): void
  /** Resolves when the stream has ended, with what it found; null when none ran. */
  stop(): Promise<SessionResult | null>
  /** Goes back to idle, unless a stream runs: what has ended is not shown any more. */
  forget(): void
  devices(nativesFolder: string | null): Promise<{ devices: readonly DeviceView[]; version: string }>
  /** A page was loaded: it gets a port of its own if a stream runs. */
  pageLoaded(window: BrowserWindow): void
}

export interface StreamPlace {
  readonly studyPath: string
  readonly nativesFolder: string | null
}

export function createStreamRunner(changed: (state: StreamState) => void): StreamRunner {
  let state: StreamState = { phase: 'idle' }
  let child: Electron.UtilityProcess | null = null
  const waiting: ((result: SessionResult | null) => void)[] = []

  const change = (next: StreamState): void => {
    state = next
    changed(next)
  }
  const end = (next: StreamState): void => {
    child = null
    change(next)
    for (const resolve of waiting.splice(0)) resolve(next.phase === 'ended' ? next.result : null)
  }
  const hear = (request: SessionRequest, news: StreamingNews): void => {
    // Who has asked for the end while the device was being opened stays on the way to it.
    if (news.type === 'running' && state.phase === 'starting') change({ phase: 'running', ...news.stream })
    else if (news.type === 'ended') end({ phase: 'ended', request, result: news.result })
    else if (news.type === 'failed') end({ phase: 'failed', request, error: news.error })
  }

  return {
    get state() {
      return state
    },
    get busy() {
      return child !== null
    },
    start(request, place) {
      if (child) throw alreadyRunning()
      const process = fork()
      child = process
      change({ phase: 'starting', request })
      process.on('message', (news: StreamingNews) => hear(request, news))
      process.on('exit', (code) => {
        if (child === process) end({ phase: 'failed', request, error: processExited(code) })
      })
      const order: StreamingOrder = { type: 'start', request, startedAtMs: Date.now(), ...place }
      process.postMessage(order, [connectPage()])
    },
    stop() {
      const process = child
      if (!process) return Promise.resolve(null)
      if ('request' in state) change({ phase: 'stopping', request: state.request })
      process.postMessage({ type: 'stop' } satisfies StreamingOrder)
      const timer = setTimeout(() => process.kill(), stopGraceMs)
      return new Promise((resolve) => {
        waiting.push((result) => {
          clearTimeout(timer)
          resolve(result)
        })
      })
    },
    forget() {
      if (!child && state.phase !== 'idle') change({ phase: 'idle' })
    },
    devices: askDevices,
    pageLoaded(window) {
      if (!child) return
      const { port1, port2 } = new MessageChannelMain()
      child.postMessage({ type: 'port' } satisfies StreamingOrder, [port1])
      window.webContents.postMessage(streamPortChannel, null, [port2])
    },
  }
}

const fork = (): Electron.UtilityProcess =>
  utilityProcess.fork(join(import.meta.dirname, 'streaming.js'), [], {
    serviceName: 'Sparsecap streaming',
    stdio: 'inherit',
  })

/** One end goes to the page, the other is returned for the streaming process: samples never pass through main. */
function connectPage(): Electron.MessagePortMain {
  const { port1, port2 } = new MessageChannelMain()
  BrowserWindow.getAllWindows()[0]?.webContents.postMessage(streamPortChannel, null, [port2])
  return port1
}

function askDevices(nativesFolder: string | null): Promise<{ devices: readonly DeviceView[]; version: string }> {
  const process = fork()
  return new Promise((resolve, reject) => {
    process.on('message', (news: StreamingNews) => {
      if (news.type === 'devices') resolve({ devices: news.devices, version: news.version })
      else if (news.type === 'failed') reject(new AppError(news.error))
    })
    process.on('exit', (code) => reject(new AppError(processExited(code))))
    process.postMessage({ type: 'devices', nativesFolder } satisfies StreamingOrder)
  })
}

const alreadyRunning = (): AppError =>
  new AppError({
    code: 'session/running',
    message: 'A session or replay is already running.',
    hint: 'End it first.',
  })

const processExited = (code: number) =>
  ({
    code: 'job/process-exited',
    message: `The streaming process ended with ${exitText(code)}. What was recorded up to its last second is safe.`,
    hint: 'Start a new session, or replay what was recorded.',
    values: { how: exitText(code) },
  }) as const
