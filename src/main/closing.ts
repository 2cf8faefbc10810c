import type { BrowserWindow } from 'electron'
import { dialog, Notification } from 'electron'
import type { StreamState } from '../ipc/views'
import { closingTexts } from './closingTexts'
import type { MainContext } from './handlers/context'

/** Places of the answers in the question's row of buttons. */
const answers = { end: 0, keep: 1, cancel: 2 } as const

/**
 * A window that closes must not leave a session behind that nobody knows of: asks what becomes of it. Jobs just go on, and
 * a notification says so.
 */
export function guardClosing(window: BrowserWindow, context: MainContext): void {
  const { streams, jobs, settings } = context
  let asking = false
  let answered = false
  const ask = async (): Promise<void> => {
    asking = true
    const answer = await askAboutSession(window, context)
    asking = false
    if (answer === answers.cancel) return
    if (answer === answers.end) await streams.stop()
    answered = true
    if (!window.isDestroyed()) window.close()
  }
  window.on('close', (event) => {
    if (answered || !isLive(streams.state)) return
    event.preventDefault()
    if (!asking) void ask()
  })
  window.on('closed', () => {
    const texts = closingTexts[settings.settings.locale]
    if (streams.busy) notify(isLive(streams.state) ? texts.sessionGoesOn : texts.workGoesOn)
    else if (jobs.busy) notify(texts.workGoesOn)
  })
}

async function askAboutSession(window: BrowserWindow, { streams, settings }: MainContext): Promise<number> {
  const texts = closingTexts[settings.settings.locale]
  const recorded = isRecorded(streams.state)
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    title: 'Sparsecap',
    message: recorded ? texts.recording : texts.streaming,
    detail: recorded ? texts.recordingAbout : texts.streamingAbout,
    buttons: [texts.end, recorded ? texts.keepRecording : texts.keepRunning, texts.cancel],
    defaultId: answers.end,
    cancelId: answers.cancel,
    noLink: true,
  })
  return response
}

/** A session on a device or the simulator, which does not end by itself soon; a replay does. */
export const isLive = (state: StreamState): boolean =>
  (state.phase === 'starting' || state.phase === 'running') &&
  (state.request.source.kind === 'brainflow' || state.request.source.kind === 'simulator')

const isRecorded = (state: StreamState): boolean => state.phase !== 'idle' && state.request.record

function notify(body: string): void {
  if (Notification.isSupported()) new Notification({ title: 'Sparsecap', body }).show()
}
