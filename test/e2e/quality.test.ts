import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type axe from 'axe-core'
import { afterEach, describe, expect, test } from 'vitest'
import { openStudy } from '../../src/store/study'
import { requireData } from '../support/data'
import { useTestFolder } from '../support/studyFolder'
import type { Workbench } from './workbench'
import { startWorkbench } from './workbench'

const bridged = requireData('eegmmidb/S002/S002R04.edf')
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const folder = useTestFolder()
let workbench: Workbench | null = null
afterEach(async () => {
  await workbench?.close()
  workbench = null
})

const faultsOf = ({ page }: Workbench): Promise<string[]> =>
  page.evaluate(async () => {
    const run = (globalThis as unknown as { axe: typeof axe }).axe
    const { violations } = await run.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })
    return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  })

/** What the study on disk has, whatever the window says. */
function kept(path: string) {
  const study = openStudy(path)
  try {
    return { bad: study.badChannels.get(1), ignored: study.qualities.ignored(1), measured: study.qualities.get(1) }
  } finally {
    study.close()
  }
}

describe.skipIf(!bridged)('the quality of a run', () => {
  test('is told with numbers and limits; a suggestion is accepted, ignored and taken back, and kept in the study', async () => {
    const path = join(folder.path, 'Pilot')
    openStudy(path, { create: true }).close()
    workbench = await startWorkbench({ folder: folder.path, args: [`--study=${path}`] })
    const { page } = workbench
    await page.evaluate(axeSource)
    await workbench.answerDialogs([bridged!])
    await page.getByRole('button', { name: 'Add files' }).first().click()
    const card = page.getByRole('region', { name: 'Quality' })
    await card.getByText('2 channels are suggested to be left out: Oz Iz').waitFor()
    expect(kept(path)).toMatchObject({ bad: [], ignored: [], measured: { windows: 60, windowSeconds: 2 } })

    await card.getByRole('button', { name: 'Look closer' }).click()
    const dialog = page.getByRole('dialog')
    await dialog
      .getByText('from 60 windows', { exact: false })
      .or(dialog.getByText('60 windows of 2 s'))
      .first()
      .waitFor()
    const row = dialog.locator('tbody[data-channel=Oz]')
    expect(await row.innerText()).toMatch(/Distance to Iz\s+0\.42.µV²\s+above 1.µV²\s+leave it out/)
    await dialog.getByRole('img', { name: /Power spectra of 64 channels, Oz highlighted/ }).waitFor()
    expect(await dialog.locator('canvas').count()).toBe(2)

    await dialog.getByRole('button', { name: 'Accept Oz' }).click()
    await row.getByText('left out').waitFor()
    await dialog.getByRole('button', { name: 'Ignore Iz' }).click()
    await dialog.locator('tbody[data-channel=Iz]').getByText('ignored').waitFor()
    expect(kept(path)).toMatchObject({ bad: ['Oz'], ignored: ['Iz'] })
    await workbench.screenshot('quality-findings')
    expect(await faultsOf(workbench)).toEqual([])

    await dialog.getByRole('button', { name: 'Undo Oz' }).click()
    await dialog.getByRole('button', { name: 'Accept Oz' }).waitFor()
    expect(kept(path)).toMatchObject({ bad: [], ignored: ['Iz'] })
    await dialog.getByText('All numbers').click()
    await dialog.locator('tbody[data-channel=C3]').getByText('Correlation with neighbours').waitFor()
  })
})
