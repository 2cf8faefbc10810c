import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type axe from 'axe-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStudy } from '../../src/store/study'
import { importRecordings } from '../../src/jobs/importRecordings'
import { neverCancelled } from '../../src/core/domain/job'
import { requireData } from '../support/data'
import { randomModel } from '../support/model'
import type { Workbench } from './workbench'
import { startWorkbench } from './workbench'

const recording = requireData('eegmmidb/S001/S001R06.edf')
const screens = ['Recordings', 'Labels', 'Electrodes', 'Cap', 'Session', 'Replay', 'Settings']
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Every screen with something on it, by the rules of axe-core (WCAG 2.1 A and AA). */
describe.skipIf(recording === null)('what a person with other eyes or without a mouse meets', () => {
  let workbench: Workbench
  beforeAll(async () => {
    workbench = await startWorkbench()
    const path = join(workbench.folder, 'Pilot')
    const study = openStudy(path, { create: true })
    await importRecordings(
      study,
      { paths: [recording!] },
      { cancellation: neverCancelled, progress: () => undefined, report: () => undefined },
    )
    study.models.save(
      randomModel({ id: 'S001-8-test', electrodes: ['C3', 'C4', 'Cz'], classes: ['both-fists', 'both-feet'] }),
    )
    study.close()
    await workbench.answerDialogs([path])
    await workbench.page.getByRole('button', { name: 'Open a study' }).click()
    await workbench.page.locator('tr[data-recording]').waitFor()
    await workbench.page.evaluate(axeSource)
  })
  afterAll(() => workbench?.close())

  for (const theme of ['Light', 'Dark', 'High contrast']) {
    test(`${theme}: no screen breaks a rule`, async () => {
      const { page } = workbench
      await workbench.goTo('Settings')
      await page
        .getByRole('radio', { name: theme })
        .or(page.getByText(theme, { exact: true }))
        .first()
        .click()
      const faults: string[] = []
      for (const screen of screens) {
        await workbench.goTo(screen)
        await page.waitForTimeout(500)
        faults.push(...(await violations(workbench)).map((fault) => `${screen}: ${fault}`))
        await workbench.screenshot(`${theme.toLowerCase().replace(' ', '-')}-${screen.toLowerCase()}`)
      }
      expect(faults).toEqual([])
    })
  }

  test('the path of the work is walked by keys alone, and the focus is always to be seen', async () => {
    const { page } = workbench
    for (const [index, screen] of screens.slice(0, 6).entries()) {
      await page.keyboard.press(`Control+${index + 1}`)
      const current = page.locator('nav [aria-current=page]')
      await expect.poll(() => current.innerText()).toContain(screen)
    }
    await page.keyboard.press('Tab')
    const outline = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement!)
      return { width: parseFloat(style.outlineWidth), style: style.outlineStyle, on: document.activeElement!.tagName }
    })
    expect(outline.on).not.toBe('BODY')
    expect(outline.style).not.toBe('none')
    expect(outline.width).toBeGreaterThanOrEqual(2)
  })

  test('in Chinese no text of the window is left in English', async () => {
    const { page } = workbench
    await workbench.goTo('Settings')
    await page.getByText('简体中文', { exact: true }).click()
    await expect.poll(() => page.locator('nav').innerText()).toContain('电极')
    const words = await page.locator('nav').innerText()
    for (const screen of screens) expect(words).not.toContain(screen)
  })
})

async function violations({ page }: Workbench): Promise<string[]> {
  return page.evaluate(async () => {
    const run = (globalThis as unknown as { axe: typeof axe }).axe
    const { violations: found } = await run.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })
    return found.map(
      ({ id, impact, nodes }) => `${id} (${impact}) at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
    )
  })
}
