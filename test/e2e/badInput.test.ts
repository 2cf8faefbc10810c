import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { lockStudy } from '../../src/store/lock'
import { openStudy } from '../../src/store/study'
import { requireData } from '../support/data'
import { canMount, useTestFolder } from '../support/studyFolder'
import type { Workbench, WorkbenchOptions } from './workbench'
import { startWorkbench } from './workbench'

/** What a person sees when things are not as they should be: a sentence and a way out, and nothing is lost. */
const folder = useTestFolder()
let workbench: Workbench | null = null
afterEach(async () => {
  await workbench?.close()
  workbench = null
})

async function start(options: WorkbenchOptions = {}): Promise<Workbench> {
  workbench = await startWorkbench({ folder: folder.path, ...options })
  return workbench
}

/** A study with one name in the test's folder, made beforehand. */
function makeStudy(name = 'Pilot'): string {
  const path = join(folder.path, name)
  openStudy(path, { create: true }).close()
  return path
}

const notOpened = async ({ page }: Workbench): Promise<string> => {
  const note = page.getByTestId('study-not-opened')
  await note.waitFor()
  expect(await note.getByRole('button', { name: 'Try again' }).isVisible()).toBe(true)
  return note.innerText()
}

describe('a study that cannot be opened', () => {
  test('another program has it: who, since when, and how to go on', async () => {
    const path = makeStudy()
    const release = lockStudy(path)
    const window = await start({ args: [`--study=${path}`] })
    expect(await notOpened(window)).toContain(String(process.pid))
    await window.screenshot('bad-locked')
    release()
    await window.page.getByRole('button', { name: 'Try again' }).click()
    await window.page.getByText('No recordings yet').first().waitFor()
  })

  test.skipIf(!canMount)('its disk is read-only', async () => {
    const path = folder.mountReadOnly(makeStudy())
    expect(await notOpened(await start({ args: [`--study=${path}`] }))).toMatch(/cannot be written|read-only/i)
    await workbench!.screenshot('bad-read-only')
  })

  test('it is gone', async () => {
    const path = join(folder.path, 'Gone')
    expect(await notOpened(await start({ args: [`--study=${path}`] }))).toContain('Gone')
  })
})

const malformed = requireData('formats/malformed')!
const sound = requireData('eegmmidb/S001/S001R04.edf')!

describe.skipIf(!malformed || !sound)('files that cannot be imported', () => {
  test('every malformed file gets its sentence, and the study stays empty', async () => {
    const path = makeStudy()
    const window = await start({ args: [`--study=${path}`] })
    await drop(window, [malformed])
    await window.page.locator('[data-outcome=refused]').nth(3).waitFor()
    const text = await window.page.locator('main').innerText()
    expect(text).toContain('This is a web page saved as .edf: it begins with “<!DOCTYPE html>”.')
    expect(text).toContain('The file ends inside second 41 of 125. The first 40 seconds are sound.')
    expect(text).toContain('The file has 0 bytes.')
    expect(text).toContain('The file ends inside its header')
    expect(await window.page.locator('tr[data-recording]').count()).toBe(0)
    await window.screenshot('bad-files')
  })

  test('the sound part of a cut file is taken when a person asks for it', async () => {
    const window = await start({ args: [`--study=${makeStudy()}`] })
    await drop(window, [join(malformed, 'S001R04_truncated_mid_record.edf')])
    await window.page.getByRole('button', { name: 'Keep the sound part' }).click()
    await window.page.locator('tr[data-recording]').first().waitFor()
    expect(await window.page.locator('tr[data-recording]').innerText()).toContain('0:40')
  })

  test('a folder without EEG is said to be one', async () => {
    const empty = join(folder.path, 'Letters')
    mkdirSync(empty)
    const window = await start({ args: [`--study=${makeStudy()}`] })
    await drop(window, [empty])
    await window.page.locator('[data-outcome=refused]').waitFor()
    expect(await window.page.locator('[data-outcome=refused]').innerText()).toMatch(/no EEG/i)
  })

  test.skipIf(!canMount)('a full disk ends the import with a sentence, and what was there stays', async () => {
    const path = join(folder.mountSmallDisk('small', '2m'), 'Pilot')
    openStudy(path, { create: true }).close()
    const window = await start({ args: [`--study=${path}`] })
    await drop(window, [sound])
    await window.page
      .getByText(/disk .*full/i)
      .first()
      .waitFor()
    expect(await window.page.locator('tr[data-recording]').count()).toBe(0)
    await window.screenshot('bad-full-disk')
  })
})

test('without BrainFlow the program starts, says so, and offers the simulator', async () => {
  const window = await start({
    args: [`--study=${makeStudy()}`],
    env: { SPARSECAP_NATIVES: join(folder.path, 'none') },
  })
  await window.goTo('Settings')
  await window.page
    .getByText(/BrainFlow's library was not found|not found/)
    .first()
    .waitFor()
  expect(await window.page.locator('main').innerText()).toMatch(/simulator/i)
  await window.screenshot('bad-no-library')
})

/** Files dropped on the window from outside, as the system does it. */
async function drop({ page }: Workbench, files: string[]): Promise<void> {
  await page.getByText('No recordings yet').first().waitFor()
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files, dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data })
}
