import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { isFinal } from '../../src/core/domain/job'
import { openStudy } from '../../src/store/study'
import { curveFinding } from '../support/curveFinding'
import { useTestFolder } from '../support/studyFolder'
import { apiOf, startWorkbench, type Workbench } from './workbench'

const folder = useTestFolder()
let workbench: Workbench | null = null
afterEach(async () => {
  await workbench?.close()
  workbench = null
})

const finding = curveFinding()

function makeStudy(): string {
  const path = join(folder.path, 'Pilot')
  const study = openStudy(path, { create: true })
  const journal = study.curves.journal(finding.id, finding.plan)
  journal.finish(finding)
  journal.close()
  study.settings.set('cap.inUse', 'openbci-cyton')
  study.close()
  return path
}

test('the window writes the report of an answer and prints it as PDF, in a page that no window shows', async () => {
  const path = makeStudy()
  workbench = await startWorkbench({ folder: folder.path, args: [`--study=${path}`] })
  const api = apiOf(workbench)
  const id = await api.curve.report({ id: finding.id })
  const stateNow = async () => (await api.jobs.list()).find((job) => job.id === id)!.state
  await expect.poll(async () => isFinal(await stateNow()), { timeout: 60_000 }).toBe(true)
  const [html, pdf] = ['html', 'pdf'].map((end) => join(path, 'reports', `${finding.id}.${end}`))
  expect(await stateNow()).toMatchObject({ phase: 'finished', result: { kind: 'curve-report', path: html, pdf } })
  const bytes = readFileSync(pdf!)
  expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-')
  expect(bytes.length).toBeGreaterThan(10_000)
  const pages = bytes.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? []
  expect(pages.length).toBeGreaterThan(1)
  expect(readFileSync(html!, 'utf8')).toContain('Inputs of OpenBCI Cyton')
  const windows = await workbench.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
  expect(windows).toBe(1)
})
