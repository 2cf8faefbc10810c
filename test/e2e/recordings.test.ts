import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type axe from 'axe-core'
import { afterEach, describe, expect, test } from 'vitest'
import { openStudy } from '../../src/store/study'
import { requireData } from '../support/data'
import { useTestFolder } from '../support/studyFolder'
import type { Workbench } from './workbench'
import { startWorkbench } from './workbench'

const xdf = requireData('formats/xdf/minimal.xdf')
const header = requireData('formats/brainvision/test.vhdr')
const cut = requireData('formats/malformed/S001R04_truncated_mid_record.edf')
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const folder = useTestFolder()
let workbench: Workbench | null = null
afterEach(async () => {
  await workbench?.close()
  workbench = null
})

async function start(path: string): Promise<Workbench> {
  workbench = await startWorkbench({ folder: folder.path, args: [`--study=${path}`] })
  await workbench.page.evaluate(axeSource)
  return workbench
}
function makeStudy(): string {
  const path = join(folder.path, 'Pilot')
  openStudy(path, { create: true }).close()
  return path
}
async function add({ answerDialogs, page }: Workbench, paths: readonly string[]): Promise<void> {
  await answerDialogs(paths)
  await page.getByRole('button', { name: 'Add files' }).first().click()
}
const faultsOf = ({ page }: Workbench): Promise<string[]> =>
  page.evaluate(async () => {
    const run = (globalThis as unknown as { axe: typeof axe }).axe
    const { violations } = await run.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })
    return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  })

describe.skipIf(!xdf || !header || !cut)('what a person is told of each file', () => {
  test('which stream is the EEG is asked, and the answer imports the file', async () => {
    const window = await start(makeStudy())
    const two = join(folder.path, 'two.xdf')
    writeFileSync(two, Buffer.concat([readFileSync(xdf!), secondEeg()]))
    await add(window, [two])
    const line = window.page.locator('[data-outcome=refused]')
    await line.waitFor()
    const use = line.getByRole('button', { name: 'Import with this one' })
    expect(await use.isDisabled()).toBe(true)
    await line.getByLabel('Which stream is the EEG?').focus()
    await window.page.keyboard.press('Enter')
    await window.screenshot('recordings-which-stream')
    await window.page.getByRole('option').first().press('Enter')
    expect(await faultsOf(window)).toEqual([])
    await use.click()
    await window.page.locator('tr[data-recording]').waitFor()
    expect(await line.count()).toBe(0)
  })

  test('several files that are one recording, one kept back, one cut short by a crash: a line each', async () => {
    const study = makeStudy()
    leaveUnfinished(study)
    const window = await start(study)
    await add(window, [header!, cut!])
    const { page } = window
    await page.locator('[data-outcome=refused]').waitFor()
    expect(await page.locator('[data-outcome=unfinished]').innerText()).toMatch(/S009R01\.edf[^]*cut short[^]*again/)
    expect(
      await page
        .getByText(/with .*test\.eeg/)
        .first()
        .innerText(),
    ).toContain('test.vmrk')
    await page.getByRole('button', { name: 'Keep the sound part' }).click()
    await page.locator('[data-outcome=partly]', { hasText: 'partly imported' }).first().waitFor()
    await page.locator('tr[data-recording]').nth(1).waitFor()
    expect(await faultsOf(window)).toEqual([])
    await window.screenshot('recordings-a-line-each')
  })
})

/** What an import that died leaves behind: a place for its files, with a note of what it was, and no lock. */
function leaveUnfinished(study: string): void {
  const left = join(study, 'recordings', '.importing-1-abc-1')
  mkdirSync(join(left, 'files'), { recursive: true })
  const path = join(folder.path, 'S009R01.edf')
  const note = { path, fileName: 'S009R01.edf', startedAtMs: Date.UTC(2026, 0, 5, 9, 30) }
  writeFileSync(join(left, noteName), JSON.stringify(note))
}
const noteName = 'import.json'

/** Header of a second stream that may be the EEG, as a chunk of its own. */
function secondEeg(): Buffer {
  const xml =
    '<info><name>Other</name><type>EEG</type><channel_count>2</channel_count><nominal_srate>50</nominal_srate><channel_format>float32</channel_format></info>'
  const content = Buffer.from([2, 0, 7, 0, 0, 0, ...new TextEncoder().encode(xml)])
  const size = Buffer.alloc(5)
  size.writeUInt8(4)
  size.writeUInt32LE(content.length, 1)
  return Buffer.concat([size, content])
}
