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
import { apiOf, startWorkbench } from './workbench'

const data = requireData('eegmmidb/S001')
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const silent = { cancellation: neverCancelled, progress: () => undefined, report: () => undefined }

describe.skipIf(data === null)('which N are enough, in the window', () => {
  let workbench: Workbench
  const byId = (id: string) => workbench.page.getByTestId(id)
  beforeAll(async () => {
    workbench = await startWorkbench()
    const path = join(workbench.folder, 'Pilot')
    const study = openStudy(path, { create: true })
    await importRecordings(study, { paths: ['R06', 'R10', 'R14'].map((run) => join(data!, `S001${run}.edf`)) }, silent)
    study.close()
    await workbench.answerDialogs([path])
    await workbench.page.getByRole('button', { name: 'Open a study' }).click()
    await workbench.page.locator('tr[data-recording]').first().waitFor()
    await workbench.goTo('Electrodes')
    await byId('start-curve').waitFor()
  }, 120_000)
  afterAll(() => workbench?.close())

  const untick = async (method: string): Promise<void> => {
    await workbench.page.locator(`[data-method="${method}"]`).getByRole('checkbox').click()
  }
  const paint = async (name: string): Promise<void> => {
    await workbench.page.evaluate(() => document.fonts.ready)
    await workbench.screenshot(`curve-${name}`)
  }

  test('one button says what it will do and about how long that takes', async () => {
    expect(await byId('curve-estimate').innerText()).toMatch(/^about \d+ (min|s)$/)
    const plan = await workbench.page.locator('dl').first().innerText()
    expect(plan).toContain('2 4 8 16 32')
    expect(plan).toContain('Fixed motor set')
    await paint('asking')
  })

  test('it is cancelled, and goes on from there to an answer', async () => {
    const { page } = workbench
    await page.getByRole('radio', { name: 'Choices' }).click()
    for (const method of ['forward-riemann', 'gumbel']) await untick(method)
    await byId('curve-sizes').fill('2, 4, 8')
    await paint('choices')
    await byId('start-curve').click()
    await byId('cancel-curve').waitFor()
    await page.locator('[data-point]').first().waitFor({ timeout: 60_000 })
    await paint('running')
    await byId('cancel-curve').click()
    await byId('continue-curve').waitFor()
    await paint('cancelled')
    expect(await byId('unfinished-curve').innerText()).toMatch(/N = 2, 4, 8: \d+ steps? (is|are) done and kept/)
    await byId('continue-curve').click()
    await byId('curve-answer').waitFor({ timeout: 120_000 })
    const [summary] = await apiOf(workbench).curve.list()
    expect(summary).toBeDefined()
    const { recommended } = summary!
    expect(await byId('curve-answer').getAttribute('data-recommended')).toBe(
      recommended.decoded ? `${recommended.method}/${recommended.n}` : '',
    )
    await paint('answer')
  })

  test('a point that is chosen shows its set, by mouse and by arrows', async () => {
    const { page } = workbench
    const finding = (await apiOf(workbench).curve.get({ id: (await apiOf(workbench).curve.list())[0]!.id }))!
    const set = (method: string, n: number) =>
      finding.points.find((point) => point.method === method && point.n === n)!.electrodes.join(' ')
    await page.locator('[data-point="fisher/4"]').click()
    expect(await byId('chosen-electrodes').getAttribute('data-electrodes')).toBe(set('fisher', 4))
    await page.getByRole('listbox', { name: /Accuracy by number/ }).focus()
    await page.keyboard.press('ArrowRight')
    expect(await byId('chosen-electrodes').getAttribute('data-electrodes')).toBe(set('fisher', 8))
    await byId('curve-sets').locator('tr[data-set="fixed/8"]').getByRole('button', { name: 'Compare' }).click()
    const compared = await byId('compare-sets').innerText()
    const counts = [...compared.matchAll(/^(\d+) (?:both|only|neither)/gm)].map(([, count]) => Number(count))
    expect(counts.reduce((a, b) => a + b, 0)).toBe(finding.trials.length)
    await page.getByRole('radio', { name: 'How often chosen' }).click()
    await byId('compare-sets').scrollIntoViewIfNeeded()
    await paint('compare')
    await page.getByRole('radio', { name: 'The set', exact: true }).click()
  })

  test('figure and table leave as files', async () => {
    const { page } = workbench
    const save = async (format: string): Promise<string> => {
      const path = join(workbench.folder, `figure.${format.toLowerCase()}`)
      await workbench.answerDialogs([path])
      await byId('curve-export').click()
      await page.getByRole('menuitem', { name: format }).click()
      await page.getByText(path).last().waitFor()
      return path
    }
    const table = readFileSync(await save('CSV'), 'utf8')
      .trim()
      .split('\r\n')
    expect(table[0]).toMatch(/^method,n,accuracy,/)
    // Fixed, Fisher and random at three sizes, and all electrodes.
    expect(table).toHaveLength(1 + 3 * 3 + 1)
    const svg = readFileSync(await save('SVG'), 'utf8')
    expect(svg).toContain('<svg')
    expect(svg).not.toContain('var(')
    expect(
      readFileSync(await save('PNG'))
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')
  })

  test('nothing of it fails an accessibility check, in light, dark, high contrast and Chinese', async () => {
    const { page } = workbench
    for (const [theme, locale] of [
      ['dark', 'en'],
      ['contrast', 'en'],
      ['light', 'zh-CN'],
      ['light', 'en'],
    ] as const) {
      await apiOf(workbench).app.saveSettings({ theme, locale })
      await page.reload()
      await page.locator('nav button').nth(2).click()
      await byId('curve-answer').waitFor()
      await paint(`answer-${theme}-${locale}`)
      await page.evaluate(axeSource)
      const faults = await page.evaluate(async () => {
        const { axe: tool } = window as unknown as { axe: typeof axe }
        const { violations } = await tool.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })
        return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
      })
      expect(faults, `${theme} ${locale}`).toEqual([])
    }
  })
})
