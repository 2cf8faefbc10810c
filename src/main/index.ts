import { app, BrowserWindow, ipcMain, nativeTheme } from 'electron'
import { toErrorData } from '../core/domain/error'
import { contract } from '../ipc/contract'
import { serve } from '../ipc/serve'
import { createSettingsStore } from './appSettings'
import { createCurrentStudy } from './currentStudy'
import { appHandlers } from './handlers/app'
import { capHandlers } from './handlers/caps'
import type { MainContext } from './handlers/context'
import { jobHandlers, modelHandlers, selectionHandlers } from './handlers/learning'
import { labelHandlers, recordingHandlers } from './handlers/recordings'
import { sessionHandlers } from './handlers/session'
import { studyHandlers } from './handlers/study'
import { createJobRunner } from './jobRunner'
import { isFinal } from '../core/domain/job'
import { createPublisher } from './publish'
import { createQuestions } from './questions'
import { createStreamRunner } from './streamRunner'
import { startTrainingProcess } from './trainingProcess'
import { createWindow, hardenContents, hardenSession } from './window'

// As root Chromium runs without its sandbox, and asking for it all the same would break the network service.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
app.on('web-contents-created', (_event, contents) => hardenContents(contents))

// Started from a folder, Electron takes the app's own name for this and forgets the switch.
const userData = app.commandLine.getSwitchValue('user-data-dir')
if (userData) app.setPath('userData', userData)

if (app.requestSingleInstanceLock()) start()
else {
  process.stderr.write('Sparsecap is already open; its window was brought to the front.\n')
  app.quit()
}

function start(): void {
  const context = createContext()
  app.on('second-instance', () => showWindow(context))
  app.on('activate', () => showWindow(context))
  app.on('window-all-closed', () => quitWhenIdle(context))
  app.on('before-quit', (event) => void endStream(event, context))
  app.on('will-quit', () => {
    context.questions.stop()
    context.current.study?.close()
  })
  // No top-level await: in an ES module the app's 'ready' would wait for it for ever.
  void app.whenReady().then(() => {
    hardenSession()
    const { theme } = context.settings.settings
    nativeTheme.themeSource = theme === 'dark' || theme === 'light' ? theme : 'system'
    serveContract(context)
    openLastStudy(context)
    showWindow(context)
  })
}

function createContext(): MainContext {
  const publish = createPublisher(contract)
  const settings = createSettingsStore(app.getPath('userData'), app.getLocale())
  const current = createCurrentStudy(settings, publish.study.changed)
  const jobs = createJobRunner({
    startProcess: startTrainingProcess,
    clock: Date.now,
    changed(update) {
      publish.jobs.changed(update)
      if (isFinal(update.state)) current.touched()
    },
  })
  const streams = createStreamRunner((state) => {
    publish.session.changed(state)
    if (state.phase === 'ended' || state.phase === 'failed') current.touched()
  })
  return { current, jobs, settings, streams, questions: createQuestions(startTrainingProcess) }
}

function serveContract(context: MainContext): void {
  serve(ipcMain, contract, {
    app: appHandlers(context),
    study: studyHandlers(context),
    recordings: recordingHandlers(context),
    labels: labelHandlers(context),
    selection: selectionHandlers(context),
    jobs: jobHandlers(context),
    models: modelHandlers(context),
    caps: capHandlers(context),
    session: sessionHandlers(context),
  })
}

/** A study that cannot be opened at start is no reason not to start; the welcome screen offers it again and says why. */
function openLastStudy({ current, settings }: MainContext): void {
  const path = argument('--study') ?? settings.lastStudy
  if (!path) return
  try {
    current.open(path)
  } catch (thrown) {
    process.stderr.write(`${toErrorData(thrown).message}\n`)
  }
}

const argument = (name: string): string | undefined =>
  process.argv.find((text) => text.startsWith(`${name}=`))?.slice(name.length + 1)

function showWindow({ streams }: MainContext): void {
  const open = BrowserWindow.getAllWindows()[0]
  if (open) {
    if (open.isMinimized()) open.restore()
    open.focus()
    return
  }
  const window = createWindow()
  window.webContents.on('did-finish-load', () => streams.pageLoaded(window))
}

/** Work goes on without a window; the program ends when it is done. */
function quitWhenIdle({ jobs, streams }: MainContext): void {
  if (process.platform === 'darwin') return
  const idle = (): boolean => !jobs.busy && !streams.busy
  if (idle()) return app.quit()
  const timer = setInterval(() => {
    if (BrowserWindow.getAllWindows().length > 0) clearInterval(timer)
    else if (idle()) app.quit()
  }, 500)
}

/** A recording is closed properly before the program goes. */
async function endStream(event: Electron.Event, { streams }: MainContext): Promise<void> {
  if (!streams.busy) return
  event.preventDefault()
  await streams.stop()
  app.quit()
}
