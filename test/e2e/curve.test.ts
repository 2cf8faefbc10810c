import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type axe from 'axe-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { neverCancelled } from '../../src/core/domain/job'
import { importRecordings } from '../../src/jobs/importRecordings'
import { openStudy } from '../../src/store/study'
import type { CurveFinding } from '../../src/core/domain/curve'
import { curveFinding } from '../support/curveFinding'
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
    expect(plan).toContain('Fixed set')
    await paint('asking')
  })

  test('a set of one’s own is kept by the study, not by the page, until it is removed', async () => {
    const { page } = workbench
    const everything = () => page.getByRole('radio', { name: 'Everything' }).click()
    const own = () => page.getByRole('checkbox', { name: 'Three of mine' })
    await everything()
    const form = page.locator('form').filter({ hasText: 'Save the set' })
    await form.getByRole('textbox').first().fill('Three of mine')
    await form.getByRole('textbox').last().fill('C3 Cz, c4')
    await form.getByRole('button').click()
    await own().waitFor()
    expect(await own().isChecked()).toBe(true)
    await own().scrollIntoViewIfNeeded()
    await paint('own-set')
    await page.evaluate(() => localStorage.clear())
    await page.reload()
    await workbench.goTo('Electrodes')
    await everything()
    await own().waitFor()
    expect(await own().isChecked()).toBe(false)
    expect(await apiOf(workbench).curve.ownSets()).toEqual([{ name: 'Three of mine', electrodes: ['C3', 'Cz', 'C4'] }])
    await page.getByRole('button', { name: 'Remove Three of mine' }).click()
    await expect.poll(() => own().count()).toBe(0)
    expect(await apiOf(workbench).curve.ownSets()).toEqual([])
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
    await byId('curve-sets').locator('tr[data-set="fixed/8"]').getByRole('button', { name: 'Compare with' }).click()
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

  describe('earlier answers', () => {
    const put = (finding: CurveFinding): void => {
      const folder = join(workbench.folder, 'Pilot', 'curves', finding.id)
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, 'selection.json'), JSON.stringify(finding))
    }
    const look = async (id: string): Promise<void> => {
      await workbench.page.locator(`tr[data-curve="${id}"]`).getByRole('button').click()
      await workbench.page.locator(`tr[data-curve="${id}"]`).getByText('shown').waitFor()
      await byId('curve-answer').scrollIntoViewIfNeeded()
    }
    beforeAll(async () => {
      put(curveFinding({ id: 'S001-curve-full' }))
      put(curveFinding({ id: 'S001-curve-chance', atChance: true, plan: { shuffleLabels: true } }))
      put(curveFinding({ id: 'three-curve', plan: { subjects: ['S001', 'S002', 'S003'], scheme: 'subjects' } }))
      await workbench.page.reload()
      await workbench.goTo('Electrodes')
      await byId('curve-answer').waitFor()
    })

    test('an answer says beside its sentence why this method and this number', async () => {
      await look('S001-curve-full')
      expect(await byId('curve-why').innerText()).toMatch(/the fewest electrodes within 1 standard error/)
      await paint('full')
    })

    test('at chance nothing is recommended, a control says so, and the way leads to the labels', async () => {
      const { page } = workbench
      await look('S001-curve-chance')
      expect(await byId('curve-answer').getAttribute('data-recommended')).toBe('')
      expect(await byId('curve-answer').innerText()).toContain('No set is recommended')
      await byId('control-note').waitFor()
      expect(await byId('curve-wire').count()).toBe(0)
      await paint('chance')
      await page.getByRole('button', { name: 'Label the markers' }).click()
      expect(await page.locator('nav [aria-current=page]').innerText()).toContain('Labels')
      await workbench.goTo('Electrodes')
    })

    test('each subject of a group has a curve of its own, and no set is wired for several', async () => {
      const { page } = workbench
      await look('three-curve')
      expect(await page.locator('figure[data-subject]').count()).toBe(3)
      expect(await byId('curve-wire').isDisabled()).toBe(true)
      await page.locator('figure[data-subject]').first().scrollIntoViewIfNeeded()
      await paint('subjects')
    })

    test('the decoder of a set is learned, and its cap is next', async () => {
      const { page } = workbench
      const own = (await apiOf(workbench).curve.list())[0]!
      await look(own.id)
      await page.locator('[data-point="fixed/2"]').click()
      await page.getByRole('button', { name: 'Learn a decoder for this set' }).click()
      await page.getByTestId('model-select').waitFor({ timeout: 120_000 })
      const [model] = await apiOf(workbench).models.list()
      expect(new Set(model!.electrodes)).toEqual(new Set(['C3', 'C4']))
      expect(model!.decoder).toBe('lda')
    })
  })
})
