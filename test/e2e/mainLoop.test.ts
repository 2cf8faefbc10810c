import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requireData } from '../support/data'
import { nativesFolder } from '../support/natives'
import type { Workbench } from './workbench'
import { startWorkbench } from './workbench'

const runs = ['R04', 'R06', 'R10', 'R14'].map((run) => requireData(`eegmmidb/S001/S001${run}.edf`))
const missing = runs.includes(null) || nativesFolder === null

/** The whole job on real recordings, in the real window. Each test goes on where the one before it ended. */
describe.skipIf(missing)('from recordings to decisions with eight electrodes', () => {
  let workbench: Workbench
  beforeAll(async () => {
    workbench = await startWorkbench()
  })
  afterAll(() => workbench?.close())
  const byId = (id: string) => workbench.page.getByTestId(id)

  test('a new study takes the recordings in, unchanged and by name', async () => {
    const { page } = workbench
    await workbench.answerDialogs([join(workbench.folder, 'Pilot')])
    await page.getByRole('button', { name: 'New study' }).first().click()
    await workbench.answerDialogs(runs as string[])
    await page.getByRole('button', { name: 'Add files' }).first().click()
    await page.locator('tr[data-recording]').nth(3).waitFor()
    const text = await page.locator('main').innerText()
    for (const run of ['R04', 'R06', 'R10', 'R14']) expect(text).toContain(run)
    expect(text).toContain('Imagined, both fists or feet')
    expect(await page.locator('tr[data-recording]').count()).toBe(4)
    await workbench.screenshot('recordings')
  })

  test('T1 and T2 mean other movements in other runs, and a person can say otherwise and go back', async () => {
    const { page } = workbench
    await workbench.goTo('Labels')
    const fists = page.getByLabel('R06 R10 R14 T1')
    await fists.waitFor()
    expect(await fists.innerText()).toContain('Both fists')
    expect(await page.getByLabel('R04 T1').innerText()).toContain('Left fist')
    await fists.click()
    await page.getByRole('option', { name: 'Right fist' }).click()
    await page.getByRole('button', { name: 'Reset to the rule' }).click()
    await expect.poll(() => page.getByLabel('R06 R10 R14 T1').innerText()).toContain('Both fists')
    await workbench.screenshot('labels')
  })

  test('eight of 64 electrodes are chosen, judged on the run that was held out, and lie on the head', async () => {
    const { page } = workbench
    await workbench.goTo('Electrodes')
    await page.getByRole('radio', { name: 'Learn one set' }).click()
    await byId('start-selection').waitFor()
    expect(await byId('token-electrodes').innerText()).toContain('8')
    expect(await page.locator('main').innerText()).toMatch(/both fists and both\s+feet/)
    await byId('start-selection').click()
    await byId('cancel-selection').waitFor()
    await page.waitForTimeout(4000)
    await workbench.screenshot('electrodes-learning')
    await byId('selection-result').waitFor({ timeout: 400_000 })
    const electrodes = (await byId('chosen-electrodes').getAttribute('data-electrodes'))!.split(' ')
    expect(new Set(electrodes).size).toBe(8)
    const answer = await byId('selection-result').innerText()
    expect(answer).toMatch(/held-out run R14/)
    expect(answer).toMatch(/\[\.\d\d, (\.\d\d|1\.00)\]/)
    expect(answer).toMatch(/[Cc]hance is \.50/)
    for (const name of electrodes)
      expect(await page.locator(`[data-site="${name}"][data-state="chosen"]`).count()).toBe(1)
    await workbench.screenshot('electrodes-answer')
  })

  test('the synthetic board sends only the chosen electrodes, and decisions appear', async () => {
    const { page } = workbench
    await workbench.goTo('Session')
    await byId('source-select').click()
    await page.getByRole('option', { name: /Synthetic board/ }).click()
    if (await byId('fill-wiring').isVisible()) await byId('fill-wiring').click()
    await byId('start-session').click()
    await byId('outputs-count').waitFor({ timeout: 30_000 })
    await expect
      .poll(async () => Number(await byId('outputs-count').innerText()), { timeout: 30_000 })
      .toBeGreaterThan(40)
    await expect
      .poll(async () => Number(await byId('decisions-count').innerText()), { timeout: 30_000 })
      .toBeGreaterThan(0)
    expect(await byId('decision').innerText()).toMatch(/Both fists|Both feet/)
    await workbench.screenshot('session-live')
    await byId('end-session').click()
    await byId('confirm-end').click()
    await byId('session-result').waitFor({ timeout: 15_000 })
    expect(await byId('session-result').innerText()).toContain('Saved as')
    await workbench.screenshot('session-ended')
  })

  test('replaying the recorded session gives the very same outputs and decisions as live', async () => {
    const { page } = workbench
    await byId('replay-session').click()
    await page.getByText('As fast as possible').click()
    await byId('start-replay').click()
    await byId('replay-equal').waitFor({ timeout: 30_000 })
    expect(await byId('replay-equal').getAttribute('data-equal')).toBe('true')
    await workbench.screenshot('replay-equal')
  })

  test('replaying the held-out recording gives the accuracy that choosing reported', async () => {
    const { page } = workbench
    await workbench.goTo('Electrodes')
    const reported = /accuracy of (1\.00|\.\d\d) \[/.exec(await byId('selection-result').innerText())![1]!
    await workbench.goTo('Replay')
    await byId('new-replay').click()
    await page.locator('[data-run="R14"]').click()
    await page.getByText('As fast as possible').click()
    await byId('start-replay').click()
    await byId('replay-accuracy').waitFor({ timeout: 60_000 })
    expect(await byId('replay-accuracy').innerText()).toContain(reported)
    await workbench.screenshot('replay-recording')
  })
})
