import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { neverCancelled } from '../../src/core/domain/job'
import type { Bridge } from '../../src/ipc/client'
import { channelName } from '../../src/ipc/define'
import { importRecordings } from '../../src/jobs/importRecordings'
import { openStudy } from '../../src/store/study'
import { requireData } from '../support/data'
import { exampleRequest, exampleResult } from '../support/exampleModel'
import { randomModel } from '../support/model'
import type { Workbench } from './workbench'
import { startWorkbench } from './workbench'

const recording = requireData('eegmmidb/S001/S001R06.edf')

describe.skipIf(recording === null)('a decoder for Python, from the window', () => {
  let workbench: Workbench
  const model = randomModel({ id: 'S001-2-test', electrodes: ['C3', 'C4'], classes: ['both-fists', 'both-feet'] })
  beforeAll(async () => {
    workbench = await startWorkbench()
    const path = join(workbench.folder, 'Pilot')
    const study = openStudy(path, { create: true })
    const silent = { cancellation: neverCancelled, progress: () => undefined, report: () => undefined }
    await importRecordings(study, { paths: [recording!] }, silent)
    study.selections.save(exampleRequest, exampleResult(model), model)
    study.close()
    await workbench.answerDialogs([path])
    await workbench.page.getByRole('button', { name: 'Open a study' }).click()
    await workbench.page.locator('tr[data-recording]').waitFor()
    await workbench.goTo('Electrodes')
    await workbench.page.getByTestId('selection-result').waitFor()
  })
  afterAll(() => workbench?.close())
  /** What main answers after the dialog's answer: calls keep their order. */
  const jobCount = (): Promise<number> =>
    workbench.page.evaluate(
      async (channel) => {
        const { sparsecap } = globalThis as unknown as { sparsecap: Bridge }
        const reply = (await sparsecap.invoke(channel, undefined)) as { value: unknown[] }
        return reply.value.length
      },
      channelName('jobs', 'list'),
    )

  test.each([
    ['ONNX', 'onnx', (bytes: Buffer) => bytes.includes('AveragePool')],
    ['NumPy, PyTorch', 'npz', (bytes: Buffer) => bytes.includes('linear.weight.npy')],
  ])('%s is written where the person says, and they are told', async (label, ending, isRight) => {
    const { page } = workbench
    const path = join(workbench.folder, `für Python.${ending}`)
    await workbench.answerDialogs([path])
    await page.getByTestId('export-decoder').click()
    await page.getByRole('menuitem', { name: label }).waitFor()
    await workbench.screenshot('export-menu')
    await page.getByRole('menuitem', { name: label }).click()
    await page.getByText(`für Python.${ending}`).waitFor()
    expect(await page.getByText('The decoder is exported').count()).toBeGreaterThan(0)
    expect(isRight(readFileSync(path))).toBe(true)
  })

  test('a dialog that was closed starts nothing', async () => {
    const { page } = workbench
    await workbench.answerDialogs([])
    const before = await jobCount()
    expect(before).toBe(2)
    await page.getByTestId('export-decoder').click()
    await page.getByRole('menuitem', { name: 'ONNX' }).click()
    await page.getByRole('menuitem', { name: 'ONNX' }).waitFor({ state: 'detached' })
    expect(await jobCount()).toBe(before)
  })
})
