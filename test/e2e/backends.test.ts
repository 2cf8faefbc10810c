import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli } from '../support/cli'
import type { Workbench } from './workbench'
import { apiOf, startWorkbench } from './workbench'

/** What learning runs on, as a person sees and chooses it. Each test goes on where the one before it ended. */
describe('choosing what to learn on', () => {
  const home = mkdtempSync(join(tmpdir(), 'sparsecap-choice-'))
  let workbench: Workbench
  beforeAll(async () => {
    workbench = await startWorkbench({ env: { SPARSECAP_HOME: home } })
  })
  afterAll(async () => {
    await workbench?.close()
    rmSync(home, { recursive: true, force: true })
  })
  const row = (name: string) => workbench.page.locator(`tr[data-backend="${name}"]`)
  const stateOf = (name: string) => row(name).getAttribute('data-state')
  const status = () => workbench.page.locator('footer.status').innerText()
  const check = () => workbench.page.getByTestId('check-backends')
  const kept = () => JSON.parse(readFileSync(join(home, 'backends.json'), 'utf8')) as { choice: string }

  test('nothing was tried at first, and what is missing says how it is had', async () => {
    await workbench.goTo('Settings')
    await expect.poll(() => stateOf('tensorflow-gpu'), { timeout: 30_000 }).toBe('missing')
    expect([await stateOf('cpu'), await stateOf('wasm')]).toEqual(['untried', 'untried'])
    expect(await row('tensorflow-gpu').innerText()).toMatch(/not on this machine.*load/s)
    expect(await workbench.page.getByTestId('install-tensorflow').isEnabled()).toBe(true)
    expect(await row('tensorflow-gpu').getByRole('radio').isDisabled()).toBe(true)
    expect(await row('auto').getByRole('radio').isChecked()).toBe(true)
    expect(await status()).toContain('Backends not tested yet')
    await workbench.screenshot('settings-learning-untried')
  })

  test('a test that is cancelled ends within two seconds, and can be made again', async () => {
    await check().click()
    const cancel = workbench.page.locator('[data-job="backends"]').getByRole('button', { name: 'Cancel' })
    await cancel.click()
    const before = Date.now()
    await expect.poll(() => check().isEnabled(), { timeout: 5000 }).toBe(true)
    expect(Date.now() - before).toBeLessThan(2000)
  })

  test('testing all says of each how long a step takes and how exact it is; the fastest one is the default', async () => {
    await check().click()
    await expect.poll(() => stateOf('wasm'), { timeout: 60_000 }).toBe('usable')
    await expect.poll(() => check().isEnabled(), { timeout: 30_000 }).toBe(true)
    expect(await stateOf('cpu')).toBe('usable')
    const figures = await Promise.all(['cpu', 'wasm'].map(async (name) => figuresOf(await row(name).innerText())))
    for (const { stepMs, error } of figures) {
      expect(stepMs).toBeGreaterThan(0.5)
      expect(error).toMatch(/^\d\.\d·10⁻[⁴-⁹]$/)
    }
    expect(await row('cpu').innerText()).toContain('fastest')
    expect(figures[0]!.stepMs).toBeLessThan(figures[1]!.stepMs)
    expect(await row('auto').innerText()).toContain('now CPU engine')
    expect(await status()).toMatch(/CPU engine, \d+ threads?\s+the fastest of 2 that passed here/)
    await workbench.screenshot('settings-learning')
  })

  test('another one is chosen by keys alone; window, disk and command line agree', async () => {
    await row('auto').getByRole('radio').focus()
    await workbench.page.keyboard.press('ArrowUp')
    await expect.poll(() => row('wasm').getByRole('radio').isChecked()).toBe(true)
    await expect.poll(status).toMatch(/TensorFlow\.js, WebAssembly.*your choice/s)
    await expect.poll(() => kept().choice).toBe('wasm')
    const { stdout } = await runCli(['backends', '--json'], { SPARSECAP_HOME: home })
    expect(JSON.parse(stdout)).toMatchObject({ choice: 'wasm', decision: { backend: 'wasm', reason: 'chosen' } })
  })

  test('the Electrodes screen says what the next learning runs on, and leads to where it is changed', async () => {
    const { page } = workbench
    await workbench.goTo('Recordings')
    await page.getByRole('button', { name: 'Try the demo' }).first().click()
    await page.locator('tr[data-recording]').first().waitFor({ timeout: 60_000 })
    await workbench.goTo('Electrodes')
    const line = page.getByTestId('backend-line')
    await line.waitFor({ timeout: 30_000 })
    expect(await line.innerText()).toMatch(/Learns on TensorFlow\.js, WebAssembly.*your choice/s)
    await workbench.screenshot('electrodes-backend')
    await line.getByRole('button', { name: 'Change' }).click()
    await row('auto').getByRole('radio').check()
    await expect.poll(() => kept().choice).toBe('auto')
  })

  test('a learning says what it runs on while it does, and its answer afterwards', async () => {
    const { page } = workbench
    await workbench.goTo('Electrodes')
    await page.getByRole('radio', { name: 'Learn one set' }).click()
    await page.locator('summary').click()
    await page.getByLabel('Steps').fill('60')
    await page.getByTestId('start-selection').click()
    const line = page.getByTestId('backend-line')
    await expect.poll(() => line.innerText().catch(() => ''), { timeout: 60_000 }).toMatch(/Learning on CPU engine/)
    await page.getByTestId('selection-result').waitFor({ timeout: 120_000 })
    expect(await page.locator('main').innerText()).toMatch(/CPU engine, \d+ threads?/)
    await workbench.screenshot('electrodes-backend-answer')
  })

  test('a training process that is killed while it learns costs no learning: another backend goes on, and all say so', async () => {
    const { page } = workbench
    const line = page.getByTestId('backend-line')
    await startMotorSelection(workbench)
    await expect.poll(() => stepOf(workbench), { timeout: 60_000, interval: 50 }).toBeGreaterThan(500)
    await killTraining(workbench)
    const told = page.locator('main').getByText(/CPU engine stopped \(its process was ended by the system with SIGKILL/)
    await told.first().waitFor({ timeout: 5_000 })
    // Main marks it, starts another process and tells: not at once on a busy machine.
    await expect.poll(status, { timeout: 10_000 }).not.toMatch(/CPU engine/)
    await workbench.screenshot('electrodes-backend-lost')
    await expect
      .poll(() => line.innerText().catch(() => ''), { timeout: 60_000 })
      .toMatch(/Learning on TensorFlow\.js, WebAssembly/)
    const text = await page.locator('main').innerText()
    const from = Number(
      /Learning went on with TensorFlow\.js on WebAssembly from step (\d+); nothing is lost/.exec(text)?.[1],
    )
    expect(from).toBeGreaterThan(0)
    await expect.poll(() => stepOf(workbench), { timeout: 30_000 }).toBeGreaterThan(from)
    expect(await status()).toMatch(/TensorFlow\.js, WebAssembly, \d threads?\s+another one stopped/)
    await workbench.screenshot('electrodes-backend-handed-over')
    await workbench.goTo('Settings')
    await expect.poll(() => stateOf('cpu')).toBe('crashed')
    expect(await row('cpu').innerText()).toMatch(/Not used now: .*SIGKILL.*The next start of Sparsecap, or “Test all”/s)
    await workbench.screenshot('settings-learning-lost')
    await workbench.goTo('Electrodes')
    await page.getByTestId('selection-result').waitFor({ timeout: 180_000 })
    expect(await page.locator('main').innerText()).toMatch(/TensorFlow\.js, WebAssembly/)
    await workbench.screenshot('electrodes-backend-lost-answer')
  })

  test('“Test all” tries the lost one again', async () => {
    await workbench.goTo('Settings')
    await check().click()
    await expect.poll(() => stateOf('cpu'), { timeout: 60_000 }).toBe('usable')
    await expect.poll(() => check().isEnabled(), { timeout: 30_000 }).toBe(true)
    await expect.poll(status).toMatch(/CPU engine/)
  })

  test('what of TensorFlow is on the disk is taken away after a question', async () => {
    const { page } = workbench
    const half = join(home, 'tensorflow', 'downloads')
    mkdirSync(half, { recursive: true })
    writeFileSync(join(half, 'half.whl.part'), new Uint8Array(3_000_000))
    await workbench.goTo('Recordings')
    await workbench.goTo('Settings')
    const remove = page.getByTestId('remove-tensorflow')
    await remove.click()
    expect(await page.getByRole('dialog').innerText()).toMatch(/Remove TensorFlow.*3\.0\s*MB become free/s)
    await workbench.screenshot('settings-learning-remove')
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    expect(existsSync(half)).toBe(true)
    await remove.click()
    await page.getByTestId('confirm-remove-tensorflow').click()
    await expect.poll(() => existsSync(half), { timeout: 10_000 }).toBe(false)
    await expect.poll(() => remove.count(), { timeout: 10_000 }).toBe(0)
    expect(await stateOf('tensorflow-gpu')).toBe('missing')
  })
})

/** Among few sites, so that it does not take the slower backend long. */
async function startMotorSelection(workbench: Workbench): Promise<void> {
  const api = apiOf(workbench)
  const { subject, classes } = (await api.selection.latest())!
  const runs = await api.recordings.list()
  const asked = {
    recordingIds: runs.flatMap(({ summary }) => (summary.subject === subject ? summary.id : [])),
    candidates: ['FC3', 'FCz', 'FC4', 'C5', 'C3', 'C1', 'Cz', 'C2', 'C4', 'C6', 'CP3', 'CP4'],
  }
  const settings = { electrodes: 4, keep: [], avoid: [], seed: 1, steps: 800, shuffleLabels: false }
  await api.selection.start({ subject, classes: [...classes], ...asked, ...settings })
}

/** Steps of the learning that runs, as main knows them; 0 while signals are prepared. */
async function stepOf(workbench: Workbench): Promise<number> {
  const { state } = (await apiOf(workbench).jobs.list()).findLast(({ kind }) => kind === 'select')!
  if (state.phase === 'failed' || state.phase === 'finished') throw new Error(JSON.stringify(state).slice(0, 400))
  return 'progress' in state && state.progress.step.startsWith('select_learning') ? state.progress.done : 0
}

async function killTraining({ app }: Workbench): Promise<void> {
  const pids = await app.evaluate(({ app: program }) =>
    program.getAppMetrics().flatMap(({ name, pid }) => (name === 'Sparsecap training' ? pid : [])),
  )
  expect(pids.length).toBeGreaterThan(0)
  for (const pid of pids) process.kill(pid, 'SIGKILL')
}

function figuresOf(text: string): { stepMs: number; error: string } {
  const stepMs = Number(/([\d.]+)\s*ms/.exec(text)?.[1])
  return { stepMs, error: text.trim().split(/\s+/).at(-1) ?? '' }
}
