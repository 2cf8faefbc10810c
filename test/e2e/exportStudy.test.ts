import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterEach, expect, test } from 'vitest'
import { neverCancelled } from '../../src/core/domain/job'
import { createRandom } from '../../src/core/domain/random'
import { writeEdf } from '../../src/core/formats/edf/writeEdf'
import { importRecordings } from '../../src/jobs/importRecordings'
import { openStudy } from '../../src/store/study'
import { useTestFolder } from '../support/studyFolder'
import { startWorkbench, type Workbench } from './workbench'

const folder = useTestFolder()
let workbench: Workbench | null = null
afterEach(async () => {
  await workbench?.close()
  workbench = null
})

/** Two runs of a minute with six cues each. */
async function makeStudy(): Promise<string> {
  const path = join(folder.path, 'Pilot')
  const random = createRandom(3)
  const files = [1, 2].map((run) => {
    const data = Array.from({ length: 3 }, () => Float32Array.from({ length: 9600 }, () => random.normal() * 20))
    const markers = Array.from({ length: 6 }, (_, i) => ({ code: i % 2 ? 'left' : 'right', sample: 800 + 1400 * i }))
    const file = join(folder.path, `anna_run${run}.edf`)
    writeFileSync(file, writeEdf({ sampleRate: 160, labels: ['C3', 'Cz', 'C4'], data, markers }))
    return file
  })
  const study = openStudy(path, { create: true })
  const job = { cancellation: neverCancelled, progress: () => undefined, report: () => undefined }
  await importRecordings(study, { paths: files }, job)
  const meanings = ['left', 'right'].map((code) => ({ code, classId: `${code}-fist` }))
  for (const { id } of study.recordings.list()) study.eventMaps.set(id, { meanings, source: 'person', confirmed: true })
  study.close()
  return path
}

test('recordings leave as a BIDS data set and as trials for Python', async () => {
  workbench = await startWorkbench({ folder: folder.path, args: [`--study=${await makeStudy()}`] })
  const { page, answerDialogs, screenshot } = workbench
  const open = async (): Promise<void> => page.getByRole('button', { name: 'Export', exact: true }).click()
  const bids = join(folder.path, 'bids')
  await answerDialogs([bids])
  await open()
  await page.getByTestId('export-deidentify').check()
  await screenshot('export-bids')
  await page.getByRole('button', { name: 'Export…' }).click()
  await expect.poll(() => existsSync(join(bids, 'dataset_description.json')), { timeout: 60_000 }).toBe(true)
  expect(readdirSync(bids, { recursive: true }).join(' ')).not.toMatch(/anna/i)
  // Main asks where to; the same folder is refused, in words.
  await open()
  await page.getByRole('button', { name: 'Export…' }).click()
  await page.getByText('The folder is not empty').waitFor()
  const epochs = join(folder.path, 'epochs.npz')
  await answerDialogs([epochs])
  await open()
  await page.getByTestId('export-epochs').check()
  await screenshot('export-epochs')
  await page.getByRole('button', { name: 'Export…' }).click()
  await expect.poll(() => existsSync(epochs), { timeout: 60_000 }).toBe(true)
  expect(Object.keys(unzipSync(readFileSync(epochs)))).toContain('X.npy')
})
