import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { neverCancelled } from '../../src/core/domain/job'
import { importRecordings } from '../../src/jobs/importRecordings'
import { openStudy } from '../../src/store/study'
import { requireData } from '../support/data'
import { randomModel } from '../support/model'
import type { Workbench } from './workbench'
import { startWorkbench } from './workbench'

const files = ['R06', 'R10', 'R14'].map((run) => requireData(`eegmmidb/S001/S001${run}.edf`))

/** Processes that die, and work that is stopped: nothing that was shown as saved is lost, and the window says what happened. */
describe.skipIf(files.includes(null))('when a process dies or a person changes their mind', () => {
  let workbench: Workbench
  let path: string
  const byId = (id: string) => workbench.page.getByTestId(id)
  beforeAll(async () => {
    workbench = await startWorkbench()
    path = join(workbench.folder, 'Pilot')
    const study = openStudy(path, { create: true })
    const context = { cancellation: neverCancelled, progress: () => undefined, report: () => undefined }
    await importRecordings(study, { paths: files as string[] }, context)
    const classes = ['both-fists', 'both-feet']
    study.models.save(randomModel({ id: 'S001-3-test', electrodes: ['C3', 'C4', 'Cz'], classes }))
    study.close()
    await workbench.answerDialogs([path])
    await workbench.page.getByRole('button', { name: 'Open a study' }).click()
    await workbench.page.locator('tr[data-recording]').first().waitFor()
  })
  afterAll(() => workbench?.close())

  test('a cancelled selection keeps nothing, and the question is there again', async () => {
    await startLearning()
    await byId('cancel-selection').click()
    await byId('start-selection').waitFor({ timeout: 5000 })
    expect(savedModels(path)).toEqual(['S001-3-test'])
  })

  test('a training process that is killed while it checks labels fails its job with a sentence and marks no backend', async () => {
    const { page } = workbench
    await workbench.goTo('Labels')
    await byId('start-check').click()
    await byId('cancel-check').waitFor()
    await killProcess('Sparsecap training')
    await page
      .getByText(/ended with SIGKILL before it was done/)
      .first()
      .waitFor({ timeout: 10_000 })
    await workbench.screenshot('crash-training')
    await workbench.goTo('Settings')
    expect(await page.locator('tr[data-backend="cpu"]').getAttribute('data-state')).toBe('usable')
    await startLearning()
    await byId('cancel-selection').click()
    await byId('start-selection').waitFor({ timeout: 5000 })
  })

  test('a streaming process that is killed leaves a session that replays to the bit', async () => {
    const { page } = workbench
    await workbench.goTo('Session')
    await byId('start-session').click()
    await expect
      .poll(async () => Number(await byId('outputs-count').innerText()), { timeout: 30_000 })
      .toBeGreaterThan(40)
    await killProcess('Sparsecap streaming')
    await page
      .getByText(/process .*ended/i)
      .first()
      .waitFor({ timeout: 10_000 })
    await workbench.screenshot('crash-streaming')
    await workbench.goTo('Replay')
    await page.locator('[data-session]').first().click()
    await page.getByText('As fast as possible').click()
    await byId('start-replay').click()
    await byId('replay-equal').waitFor({ timeout: 30_000 })
    expect(await byId('replay-equal').getAttribute('data-equal')).toBe('true')
  })

  async function startLearning(): Promise<void> {
    await workbench.goTo('Electrodes')
    await workbench.page.getByRole('radio', { name: 'Learn one set' }).click()
    await byId('start-selection').click()
    await workbench.page.getByText(/step \d+ of/).waitFor({ timeout: 60_000 })
  }

  async function killProcess(serviceName: string): Promise<void> {
    const pids = await workbench.app.evaluate(
      ({ app }, name) => app.getAppMetrics().flatMap((metric) => (metric.name === name ? metric.pid : [])),
      serviceName,
    )
    expect(pids.length).toBeGreaterThan(0)
    for (const pid of pids) process.kill(pid, 'SIGKILL')
  }
})

function savedModels(path: string): string[] {
  const study = openStudy(path)
  try {
    return study.models.list().map(({ id }) => id)
  } finally {
    study.close()
  }
}
