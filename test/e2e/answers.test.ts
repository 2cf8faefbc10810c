import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { neverCancelled } from '../../src/core/domain/job'
import type { SelectionRequest } from '../../src/core/domain/training'
import { importRecordings } from '../../src/jobs/importRecordings'
import { selectElectrodes } from '../../src/jobs/selectElectrodes'
import { openStudy } from '../../src/store/study'
import { requireData } from '../support/data'
import type { Workbench } from './workbench'
import { startWorkbench } from './workbench'

const data = requireData('eegmmidb/S001')
const silent = { cancellation: neverCancelled, progress: () => undefined, report: () => undefined }

describe.skipIf(data === null)('answers of every kind, in the window', () => {
  let workbench: Workbench
  const ids: Record<string, string> = {}
  beforeAll(async () => {
    workbench = await startWorkbench()
    const path = join(workbench.folder, 'Pilot')
    const study = openStudy(path, { create: true })
    await importRecordings(study, { paths: ['R06', 'R10', 'R14'].map((run) => join(data!, `S001${run}.edf`)) }, silent)
    const asked: SelectionRequest = {
      subject: 'S001',
      recordingIds: study.recordings.list().map(({ id }) => id),
      classes: ['both-fists', 'both-feet'],
      electrodes: 8,
      ...{ candidates: [], keep: [], avoid: [], seed: 1, steps: 20, shuffleLabels: false, backend: 'cpu' },
    }
    const make = async (name: string, change: Partial<SelectionRequest>) => {
      ids[name] = (await selectElectrodes(study, { ...asked, ...change }, silent)).modelId
    }
    await make('whole', { electrodes: 64, steps: 1 })
    await make('riemann', { decoder: 'riemann', steps: 2 })
    await make('network', { steps: 150 })
    await make('control', { shuffleLabels: true })
    study.close()
    await workbench.answerDialogs([path])
    await workbench.page.getByRole('button', { name: 'Open a study' }).click()
    await workbench.page.locator('tr[data-recording]').first().waitFor()
    await workbench.goTo('Electrodes')
    await workbench.page.getByTestId('selection-result').waitFor()
  }, 300_000)
  afterAll(() => workbench?.close())

  const look = async (name: string): Promise<void> => {
    await workbench.page.locator(`tr[data-answer="${ids[name]}"]`).getByRole('button').click()
    await workbench.page.locator(`tr[data-answer="${ids[name]}"]`).getByText('shown').waitFor()
  }
  const paint = (name: string) => workbench.screenshot(`answers-${name}`)

  test('the newest decoder is shown, not the newer control, and is what a cap is wired for', async () => {
    const { page } = workbench
    await page.locator(`tr[data-answer="${ids.network}"]`).getByText('shown').waitFor()
    expect(await page.getByTestId('control-note').count()).toBe(0)
    expect(await page.getByTestId('stages').textContent()).toMatch(
      /Choosing (made all of its 150|ended early, at step 1\d\d of 150)/,
    )
    await page.locator(`tr[data-answer="${ids.control}"]`).scrollIntoViewIfNeeded()
    await paint('network')
    await workbench.goTo('Cap')
    await page.getByTestId('model-select').waitFor()
    expect(await page.getByTestId('control-note').count()).toBe(0)
    await workbench.goTo('Electrodes')
  })

  test('the list says decoder and backend of each, and stays in its pane with 64 electrodes', async () => {
    const { page } = workbench
    const row = page.locator(`tr[data-answer="${ids.whole}"]`)
    expect(await row.textContent()).toContain('64 electrodes')
    expect(await row.textContent()).toContain('CPU engine')
    expect(await page.locator(`tr[data-answer="${ids.riemann}"]`).textContent()).toContain('Riemannian')
    const fits = await page
      .locator('table', { has: row })
      .evaluate((table) => table.scrollWidth <= table.parentElement!.clientWidth)
    expect(fits).toBe(true)
    await look('whole')
    await paint('whole')
  })

  test('a decoder that is no network shows no curves of one, and offers the form that it has', async () => {
    const { page } = workbench
    await look('riemann')
    expect(await page.locator('section', { has: page.getByRole('heading', { name: 'Loss' }) }).count()).toBe(0)
    await page.getByTestId('export-decoder').click()
    expect(await page.getByRole('menuitem', { name: 'ONNX' }).getAttribute('aria-disabled')).toBe('true')
    expect(await page.getByRole('menuitem', { name: 'ONNX' }).textContent()).toContain('Only networks')
    expect(await page.getByRole('menuitem', { name: 'NumPy' }).getAttribute('aria-disabled')).not.toBe('true')
    await paint('riemann')
    await page.keyboard.press('Escape')
  })

  test('a control says what it is here, and wherever somebody takes it all the same', async () => {
    const { page } = workbench
    await look('control')
    await page.getByTestId('control-note').waitFor()
    await page.getByTestId('selection-result').scrollIntoViewIfNeeded()
    await paint('control')
    await page.getByTestId('wire-cap').click()
    await page.getByTestId('model-select').getByTestId('control-note').waitFor()
    await paint('control-cap')
    await workbench.goTo('Session')
    await page.getByTestId('control-note').waitFor()
    await paint('control-session')
    await workbench.goTo('Electrodes')
  })

  test('the decoder is chosen among three, each in plain words, and one is learned with it', async () => {
    const { page } = workbench
    await page.getByTestId('ask-again').click()
    await page.locator('summary').click()
    const choice = page.getByTestId('decoder-choice')
    expect(await choice.getByRole('radio').count()).toBe(3)
    expect(await choice.textContent()).toContain('The network that chooses the electrodes decodes with them too.')
    await choice.getByText('Riemannian').click()
    await page.getByLabel('Steps').fill('20')
    await paint('asking')
    await page.getByTestId('start-selection').click()
    await page.getByTestId('selection-result').waitFor({ timeout: 120_000 })
    expect(await page.locator('dl').first().textContent()).toContain('Riemannian')
  })

  test('in Chinese and in the dark nothing is torn from its mark, and the chosen of a few stands out', async () => {
    const { page } = workbench
    await workbench.goTo('Settings')
    await page.getByRole('radio', { name: 'Dark' }).click()
    await page.getByRole('radio', { name: '中文' }).click()
    await page.getByRole('navigation').getByText('设置', { exact: true }).waitFor()
    await paint('settings-dark-zh')
    const edge = await page
      .getByRole('radio', { checked: true })
      .first()
      .evaluate((chosen) => {
        const line =
          /rgb\([^)]*\)/.exec(
            getComputedStyle(chosen)
              .boxShadow.split(/, (?=rgb)/)
              .at(-1)!,
          )?.[0] ?? ''
        return [line, getComputedStyle(chosen.parentElement!).backgroundColor]
      })
    expect(contrast(edge[0]!, edge[1]!)).toBeGreaterThanOrEqual(3)
    await workbench.goTo('电极')
    await page.getByTestId('selection-result').waitFor()
    await paint('answer-dark-zh')
    const torn = /\S [，。、；：）]|[，。、；：（] \S/
    expect(await page.locator('.pane.scroll').innerText()).not.toMatch(torn)
    await page.getByTestId('ask-again').click()
    await page.locator('h1.question').waitFor()
    await paint('asking-dark-zh')
    expect(await page.locator('.pane.scroll').innerText()).not.toMatch(torn)
  })
})

/** Contrast ratio of WCAG 2 between two colours as `rgb(r, g, b)`. */
function contrast(first: string, second: string): number {
  const luminance = (colour: string): number => {
    const [r, g, b] = (colour.match(/\d+/g) ?? []).map((text) => {
      const part = Number(text) / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
  }
  const [light, dark] = [luminance(first), luminance(second)].sort((a, b) => b - a)
  return (light! + 0.05) / (dark! + 0.05)
}
