import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type axe from 'axe-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { neverCancelled } from '../../src/core/domain/job'
import { importRecordings } from '../../src/jobs/importRecordings'
import { openStudy } from '../../src/store/study'
import { requireData } from '../support/data'
import type { Workbench } from './workbench'
import { startWorkbench } from './workbench'

const runs = ['R04', 'R06', 'R08', 'R10', 'R12', 'R14'].map((run) => requireData(`eegmmidb/S001/S001${run}.edf`))
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The Labels screen on real recordings. Each test goes on where the one before it ended. */
describe.skipIf(runs.includes(null))('labels', () => {
  let workbench: Workbench
  beforeAll(async () => {
    workbench = await startWorkbench()
    const path = join(workbench.folder, 'Pilot')
    const study = openStudy(path, { create: true })
    await importRecordings(
      study,
      { paths: runs as string[] },
      { cancellation: neverCancelled, progress: () => undefined, report: () => undefined },
    )
    study.close()
    await workbench.answerDialogs([path])
    await workbench.page.getByRole('button', { name: 'Open a study' }).click()
    await workbench.page.locator('tr[data-recording]').first().waitFor()
    await workbench.page.evaluate(axeSource)
  })
  afterAll(() => workbench?.close())
  const byId = (id: string) => workbench.page.getByTestId(id)
  const verdict = () => byId('label-check').getAttribute('data-verdict')

  test('every code stands with its count in each run, and what changes its meaning by rule is no fault', async () => {
    const { page } = workbench
    await workbench.goTo('Labels')
    const first = page.locator('table', { has: page.getByLabel('R04 R08 R12 T1') })
    await expect.poll(() => first.locator('th').allInnerTexts()).toEqual(expect.arrayContaining(['R04', 'R08', 'R12']))
    expect(await first.locator('tbody tr').nth(1).locator('td').allInnerTexts()).toEqual(
      expect.arrayContaining(['T1', '8', '7']),
    )
    await page.getByText('The rule for this data set says so.').first().waitFor()
  })

  test('ten trials of each class are drawn, each with its place', async () => {
    const { page } = workbench
    const fists = page.getByRole('img', { name: /^Left fist: 10 trials at C3, Cz,? and C4, from R04 \d:\d\d/ })
    await fists.scrollIntoViewIfNeeded()
    expect(await page.locator('main canvas').count()).toBe(4)
    const inked = await fists.locator('canvas').evaluate((element) => {
      const canvas = element as HTMLCanvasElement
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
      const column = (from: number, to: number): number => {
        let count = 0
        for (let y = 0; y < canvas.height; y++)
          for (let x = Math.floor(from * canvas.width); x < to * canvas.width; x++)
            if (data[4 * (y * canvas.width + x) + 3]! > 0) count++
        return count
      }
      return [column(0.1, 0.2), column(0.5, 0.6), column(0.9, 0.97)]
    })
    for (const count of inked) expect(count).toBeGreaterThan(200)
    await workbench.screenshot('labels-trials')
  })

  test('the check says by its number that the labels carry signal', async () => {
    const { page } = workbench
    await byId('start-check').click()
    await byId('check-sentence').waitFor({ timeout: 60_000 })
    expect(await verdict()).toBe('signal')
    expect(await byId('check-sentence').innerText()).toBe('These labels carry signal.')
    expect(await byId('label-check').innerText()).toMatch(/yes, p = \.005/)
    expect(await byId('label-check').innerText()).toMatch(/\[\.\d\d, \.\d\d\]/)
    await page.getByRole('img', { name: /^Accuracy of 199 shuffles/ }).waitFor()
    await workbench.screenshot('labels-check')
  })

  test('a changed meaning is warned of where it stands, and puts the check out of date', async () => {
    const { page } = workbench
    const choose = async (label: string, name: string): Promise<void> => {
      await page.getByLabel(label).click()
      await page.getByRole('option', { name, exact: true }).click()
    }
    await choose('R06 R10 R14 T1', 'Both feet')
    await page.getByText('The labels were changed since this check.').waitFor()
    await page
      .getByText(/by the rule of the data set it means Both fists/)
      .first()
      .waitFor()
    await page
      .getByText(/mean the same: Both feet/)
      .first()
      .waitFor()
    await workbench.screenshot('labels-warnings')
    await page.getByRole('button', { name: 'Reset to the rule' }).first().click()
    await expect.poll(() => page.getByLabel('R06 R10 R14 T1').innerText()).toContain('Both fists')
    expect(await page.getByText('The labels were changed since this check.').count()).toBe(0)
  })

  test('a check is cancelled within a second, by keys alone', async () => {
    const { page } = workbench
    await byId('start-check').focus()
    await page.keyboard.press('Enter')
    await byId('cancel-check').waitFor()
    await byId('cancel-check').focus()
    await page.keyboard.press('Space')
    await byId('start-check').waitFor({ timeout: 2000 })
    // What the check before it found still stands.
    expect(await verdict()).toBe('signal')
  })

  for (const theme of ['Light', 'Dark', 'High contrast']) {
    test(`${theme}: the screen with its verdict breaks no rule of axe`, async () => {
      const { page } = workbench
      await workbench.goTo('Settings')
      await page
        .getByRole('radio', { name: theme })
        .or(page.getByText(theme, { exact: true }))
        .first()
        .click()
      await workbench.goTo('Labels')
      await page
        .getByRole('img', { name: /trials at C3/ })
        .first()
        .waitFor()
      await page.waitForTimeout(400)
      const found = await page.evaluate(async () => {
        const run = (globalThis as unknown as { axe: typeof axe }).axe
        const { violations } = await run.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })
        return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
      })
      await workbench.screenshot(`labels-${theme.toLowerCase().replace(' ', '-')}`)
      expect(found).toEqual([])
    })
  }

  test('in Chinese it says the same', async () => {
    const { page } = workbench
    await workbench.goTo('Settings')
    await page.getByText('简体中文', { exact: true }).click()
    await page.getByRole('navigation').getByText('标签', { exact: true }).click()
    expect(await byId('check-sentence').innerText()).toBe('这些标签带有信号。')
    await page.getByText('该数据集的规则即如此。').first().waitFor()
    await workbench.screenshot('labels-chinese')
  })
})

const feet = ['R06', 'R10', 'R14'].map((run) => requireData(`eegmmidb/S001/S001${run}.edf`))
const weak = requireData('eegmmidb/S001/S001R03.edf')

describe.skipIf([...feet, weak].includes(null))('labels that are not what they seem', () => {
  let workbench: Workbench
  beforeAll(async () => {
    workbench = await startWorkbench()
    const path = join(workbench.folder, 'Doubtful')
    const study = openStudy(path, { create: true })
    const quiet = { cancellation: neverCancelled, progress: () => undefined, report: () => undefined }
    await importRecordings(study, { paths: [...feet, weak] as string[] }, quiet)
    for (const { id, run } of study.recordings.list()) {
      const meanings = [
        { code: 'T0', classId: null },
        { code: 'T1', classId: 'both-feet' },
        { code: 'T2', classId: 'both-fists' },
      ]
      if (run === 'R10') study.eventMaps.set(id, { meanings, source: 'person', confirmed: true })
      if (run === 'R03') study.recordings.rename(id, { subject: 'S900', run })
    }
    study.close()
    await workbench.answerDialogs([path])
    await workbench.page.getByRole('button', { name: 'Open a study' }).click()
    await workbench.page.locator('tr[data-recording]').first().waitFor()
    await workbench.goTo('Labels')
  })
  afterAll(() => workbench?.close())
  const byId = (id: string) => workbench.page.getByTestId(id)

  test('the exchanged run is named, with what the search found', async () => {
    await byId('start-check').click()
    await byId('check-sentence').waitFor({ timeout: 60_000 })
    expect(await byId('check-sentence').innerText()).toMatch(
      /^Are Both (feet and Both fists|fists and Both feet) exchanged in R10\?$/,
    )
    expect(await byId('label-check').innerText()).toMatch(
      /accuracy rises from \.\d\d to (\.\d\d|1\.00).*3 exchanges: p = \.005/,
    )
    await workbench.screenshot('labels-exchanged')
  })

  test('labels of another subject that cannot be told from shuffled ones say what to check', async () => {
    const { page } = workbench
    await page.locator('header').getByText('S001', { exact: true }).first().click()
    await page.getByText('S900').first().click()
    await page.getByLabel('R03 T1').waitFor()
    expect(await byId('label-check').getAttribute('data-verdict')).toBeNull()
    await byId('start-check').click()
    await byId('check-sentence').waitFor({ timeout: 60_000 })
    expect(await byId('check-sentence').innerText()).toBe('These labels cannot be told from shuffled ones.')
    expect(await byId('label-check').locator('li').count()).toBeGreaterThanOrEqual(4)
    await workbench.screenshot('labels-nothing')
  })
})
