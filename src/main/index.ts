import { app, BrowserWindow, ipcMain } from 'electron'
import { contract } from '../ipc/contract'
import { serve } from '../ipc/serve'
import { createSettingsStore } from './appSettings'
import { guardClosing } from './closing'
import { createBackends } from './backends'
import { createCurrentStudy } from './currentStudy'
import { appHandlers } from './handlers/app'
import { backendHandlers } from './handlers/backends'
import { browserHandlers } from './handlers/browser'
import { capHandlers } from './handlers/caps'
import type { MainContext } from './handlers/context'
import { datasetHandlers } from './handlers/datasets'
import { curveHandlers, jobHandlers, modelHandlers, selectionHandlers } from './handlers/learning'
import { labelHandlers, recordingHandlers } from './handlers/recordings'
import { sessionHandlers } from './handlers/session'
import { studyHandlers } from './handlers/study'
import { changedStudy, createJobRunner } from './jobRunner'
import { prepareWebgpu } from './prepareWebgpu'
import { withPrintedReports } from './printedReports'
import { printReport } from './printReport'
import { createPublisher } from './publish'
import { withResumption } from './resumableProcess'
import { withLearners } from './learnerBroker'
import { learnerStarters } from './learnerStarters'
import { createQuestions } from './questions'
import { createStreamRunner } from './streamRunner'
import { startTrainingProcess } from './trainingProcess'
import { useTheme } from './theme'
import { createWindow, hardenContents, hardenSession } from './window'

// As root Chromium runs without its sandbox, and asking for it all the same would break the network service.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
app.on('web-contents-created', (_event, contents) => hardenContents(contents))

// Started from a folder, Electron takes the app's own name for this and forgets the switch.
const userData = app.commandLine.getSwitchValue('user-data-dir')
if (userData) app.setPath('userData', userData)

if (app.requestSingleInstanceLock()) {
  prepareWebgpu()
  start()
} else {
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
    context.current.release()
  })
  // No top-level await: in an ES module the app's 'ready' would wait for it for ever.
  void app.whenReady().then(() => {
    hardenSession()
    useTheme(context.settings.settings.theme)
    serveContract(context)
    // The page takes longer to load than the study to open.
    showWindow(context)
    openLastStudy(context)
  })
}

function createContext(): MainContext {
  const publish = createPublisher(contract)
  const settings = createSettingsStore(app.getPath('userData'), () => app.getLocale())
  const current = createCurrentStudy({
    settings,
    streaming: () => streams.busy,
    left: () => streams.forget(),
    changed: publish.study.changed,
  })
  const startProcess = withLearners(startTrainingProcess, learnerStarters)
  const questions = createQuestions(startProcess)
  const backends = createBackends(questions)
  const jobs = createJobRunner({
    startProcess: withPrintedReports(withResumption(startProcess, backends.lost), printReport),
    clock: Date.now,
    changed(update) {
      backends.take(update)
      publish.jobs.changed(update)
      if (changedStudy(update)) current.touched()
    },
  })
  const streams = createStreamRunner((state) => {
    const over = state.phase === 'ended' || state.phase === 'failed'
    if (over) current.sessionsEnded()
    publish.session.changed(state)
    // A replay, or a session that was not recorded, has saved nothing.
    if (over && state.request.record) current.touched()
  })
  return { current, jobs, settings, streams, questions, backends }
}

function serveContract(context: MainContext): void {
  serve(ipcMain, contract, {
    app: appHandlers(context),
    study: studyHandlers(context),
    recordings: recordingHandlers(context),
    browser: browserHandlers(context),
    datasets: datasetHandlers(context),
    labels: labelHandlers(context),
    selection: selectionHandlers(context),
    curve: curveHandlers(context),
    jobs: jobHandlers(context),
    backends: backendHandlers(context),
    models: modelHandlers(context),
    caps: capHandlers(context),
    session: sessionHandlers(context),
  })
}

/** A study that cannot be opened at start is no reason not to start: the welcome screen says why, and offers it again. */
function openLastStudy({ current, settings }: MainContext): void {
  const path = argument('--study') ?? settings.lastStudy
  if (path) current.openAtStart(path)
}

const argument = (name: string): string | undefined =>
  process.argv.find((text) => text.startsWith(`${name}=`))?.slice(name.length + 1)

function showWindow(context: MainContext): void {
  const { settings, streams } = context
  const open = BrowserWindow.getAllWindows()[0]
  if (open) {
    if (open.isMinimized()) open.restore()
    open.show()
    open.focus()
    return
  }
  const window = createWindow(settings.settings.theme)
  guardClosing(window, context)
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
