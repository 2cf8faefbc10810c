import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { ElectronApplication, Page } from 'playwright-core'
import { _electron as electron } from 'playwright-core'
import { createClient, type Bridge } from '../../src/ipc/client'
import { contract } from '../../src/ipc/contract'
import type { Client } from '../../src/ipc/define'

const project = resolve(import.meta.dirname, '../..')
const screenshots = join(project, 'test-results', 'screens')

/** The real window on a folder of its own, with what a person would do to it. */
export interface Workbench {
  readonly app: ElectronApplication
  readonly page: Page
  readonly folder: string
  /** Whatever file dialog opens next is answered with these paths. */
  answerDialogs(paths: readonly string[]): Promise<void>
  /** Opens a screen by its place on the rail. */
  goTo(name: string): Promise<void>
  screenshot(name: string): Promise<void>
  close(): Promise<void>
}

export interface WorkbenchOptions {
  /** Kept between two starts of one test; a new one by default. */
  readonly folder?: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

export async function startWorkbench({ folder, args = [], env = {} }: WorkbenchOptions = {}): Promise<Workbench> {
  const executablePath = process.env.SPARSECAP_ELECTRON
  if (!executablePath) throw new Error('SPARSECAP_ELECTRON names no Electron: run these tests with "npm test -- e2e".')
  const home = folder ?? mkdtempSync(join(tmpdir(), 'sparsecap-window-'))
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0
  const app = await electron.launch({
    executablePath,
    args: [
      ...(asRoot ? ['--no-sandbox'] : []),
      project,
      `--user-data-dir=${join(home, 'user')}`,
      '--lang=en-US',
      ...args,
    ],
    env: { ...(process.env as Record<string, string>), ...env },
    timeout: 30_000,
  })
  const page = await app.firstWindow()
  page.on('pageerror', (error) => process.stderr.write(`page: ${error.message}\n`))
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.setSize(1440, 900))
  await page.waitForSelector('nav')
  mkdirSync(screenshots, { recursive: true })
  return {
    app,
    page,
    folder: home,
    answerDialogs: (paths) =>
      app.evaluate(
        ({ dialog }, answer) => {
          dialog.showOpenDialog = () => Promise.resolve({ canceled: answer.length === 0, filePaths: answer })
          dialog.showSaveDialog = () => Promise.resolve({ canceled: answer.length === 0, filePath: answer[0] ?? '' })
        },
        [...paths],
      ),
    async goTo(name) {
      await page.getByRole('navigation').getByText(name, { exact: true }).click()
    },
    async screenshot(name) {
      await page.screenshot({ path: join(screenshots, `${name}.png`) })
    },
    async close() {
      await app.close().catch(() => undefined)
      if (!folder) rmSync(home, { recursive: true, force: true })
    },
  }
}

/** The window's own way of asking main. */
export function apiOf({ page }: Workbench): Client<typeof contract> {
  const invoke: Bridge['invoke'] = (channel, input) =>
    page.evaluate((call) => (window as unknown as { sparsecap: Bridge }).sparsecap.invoke(call.channel, call.input), {
      channel,
      input,
    })
  return createClient({ invoke, on: () => () => undefined, pathsOf: () => [] }, contract)
}
