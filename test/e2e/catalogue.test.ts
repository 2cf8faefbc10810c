import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type axe from 'axe-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStudy } from '../../src/store/study'
import { makeManyRecordings } from '../support/manyRecordings'
import { tmpdir } from 'node:os'
import type { Workbench } from './workbench'
import { startWorkbench } from './workbench'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const runs = 1526
let root: string
let study: string
let window: Workbench

/** A study of 109 × 14 runs. Each test goes on where the one before it ended. */
describe('the catalogue', () => {
  beforeAll(async () => {
    // In memory where there is such a folder: each of the originals is flushed to the disk.
    root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'sparsecap-catalogue-'))
    study = join(root, 'Many')
    expect(makeManyRecordings(study)).toBe(runs)
    leaveUnfinished()
    const begun = performance.now()
    window = await startWorkbench({ folder: root, args: [`--study=${study}`] })
    await window.page.locator('tr[data-recording]').first().waitFor()
    process.stderr.write(`first rows of ${runs} after ${Math.round(performance.now() - begun)} ms from the start\n`)
    await window.page.evaluate(axeSource)
  }, 120_000)
  afterAll(async () => {
    await window?.close()
    rmSync(root, { recursive: true, force: true })
  })
  const rows = () => window.page.locator('tr[data-recording]')
  const grid = () => window.page.getByRole('treegrid')
  const search = () => window.page.getByTestId('catalogue-search')
  const tagsOf = (name: string): readonly string[] => {
    const opened = openStudy(study)
    try {
      const found = opened.recordings.list().find(({ fileName }) => fileName === name)!
      return opened.notes.get(found.id).tags
    } finally {
      opened.close()
    }
  }

  test('names an import that a crash ended when the study opens, and discards it', async () => {
    const line = window.page.locator('[data-outcome=unfinished]')
    await line.waitFor()
    expect(await line.innerText()).toMatch(/S200R01\.edf[^]*not finished/)
    await window.screenshot('catalogue-unfinished')
    await line.getByRole('button', { name: 'Discard' }).click()
    await line.waitFor({ state: 'detached' })
    const opened = openStudy(study)
    expect(opened.recordings.unfinished()).toEqual([])
    opened.close()
  })

  test('draws only what is in sight, and stays smooth while it is scrolled', async () => {
    expect(await grid().getAttribute('aria-rowcount')).toBe(String(runs + 109 + 20 + 1))
    expect(await rows().count()).toBeLessThan(80)
    const frames = await window.page.evaluate(scrollThrough)
    const sorted = frames.toSorted((a, b) => a - b)
    const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(1)
    process.stderr.write(
      `scrolling ${runs} rows: ${frames.length} frames, work of a frame: median ${at(0.5)} ms, p95 ${at(0.95)} ms, worst ${at(1)} ms\n`,
    )
    await window.page.getByText('S109', { exact: true }).waitFor()
    expect(await rows().count()).toBeLessThan(80)
    expect(await faultsOf()).toEqual([])
  })

  test('is gone through by keyboard: arrows, groups, letters that search', async () => {
    const { page } = window
    await grid().focus()
    await page.keyboard.press('Home')
    await page.getByText('S001', { exact: true }).first().waitFor()
    const current = () => grid().getAttribute('aria-activedescendant')
    await soon(current).toBe('row-sS001')
    await page.keyboard.press('ArrowLeft')
    await soon(() => page.locator('#row-sS001').getAttribute('aria-expanded')).toBe('false')
    await page.keyboard.press('ArrowDown')
    await soon(current).toBe('row-sS002')
    await page.keyboard.press('ArrowDown')
    await page.getByRole('heading', { name: 'S002 R01' }).waitFor()
    await page.keyboard.press('s')
    await page.keyboard.type('109 r1')
    expect(await search().inputValue()).toBe('s109 r1')
    await soon(() => rows().count()).toBe(5)
    await page.keyboard.press('Escape')
    expect(await search().inputValue()).toBe('')
  })

  test('gives many runs a tag at once, finds them by it, and by a note', async () => {
    const { page } = window
    await search().fill('S003')
    await soon(() => rows().count()).toBe(14)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+a')
    await page.getByRole('toolbar').getByText('14 runs picked').waitFor()
    await page.getByRole('button', { name: 'Tag…' }).click()
    await page.getByTestId('batch-tag').fill('pilot, second look')
    await page.keyboard.press('Enter')
    await page.getByText('14 of 14').first().waitFor()
    await window.screenshot('catalogue-tags')
    await page.getByRole('dialog').getByText('Close', { exact: true }).click()
    expect(tagsOf('S003R14.edf')).toEqual(['pilot', 'second look'])
    await page.getByRole('button', { name: 'Pick none' }).click()
    await search().fill('second look')
    await soon(() => rows().count()).toBe(14)
    await rows().first().click()
    await page.keyboard.press('Enter')
    await page.keyboard.type('blinks')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.getByTestId('note-input').fill('Cap slipped at 4 min')
    await page.keyboard.press('Control+Enter')
    await search().fill('slipped blinks')
    await soon(() => rows().count()).toBe(1)
    expect(tagsOf('S003R01.edf')).toEqual(['pilot', 'second look', 'blinks'])
    await window.screenshot('catalogue-searched')
  })

  test('shows the file’s name and the site of each channel, and places one in all runs of a subject', async () => {
    const { page } = window
    await page.getByTestId('unplaced').waitFor()
    await page.getByRole('button', { name: 'Show all 5' }).click()
    expect(await page.getByLabel('Site of Fc5.').inputValue()).toBe('FC5')
    await page.getByText('all 14 runs of S003').click()
    await page.getByLabel('Site of EXG1').fill('cp3')
    await page.getByLabel('Site of EXG1').press('Enter')
    await page.getByText('Channels changed in 14 runs').waitFor()
    await soon(() => page.getByLabel('Site of EXG1').inputValue()).toBe('CP3')
    await page.getByLabel('Type of C4..').selectOption('eog')
    await soon(() => page.getByLabel('Site of C4..').inputValue()).toBe('')
    const opened = openStudy(study)
    const found = opened.recordings.list().find(({ fileName }) => fileName === 'S003R09.edf')!
    expect(found.electrodes).toEqual(['FC5', 'C3', 'Cz', 'CP3'])
    opened.close()
    await window.screenshot('catalogue-channels')
    expect(await faultsOf()).toEqual([])
  })

  test('says what a removal would cost, and takes the runs away', async () => {
    const { page } = window
    await search().fill('S004')
    await soon(() => rows().count()).toBe(14)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Delete')
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Remove 14 runs from the study?').waitFor()
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
    await page.getByText('No run matches “S004”').waitFor()
    await page.getByRole('button', { name: 'Show all' }).first().click()
    // The runs of S001 are folded away since the third test.
    await soon(() => grid().getAttribute('aria-rowcount')).toBe(String(runs - 14 - 14 + 108 + 20 + 1))
  })

  async function faultsOf(): Promise<string[]> {
    return window.page.evaluate(async () => {
      const run = (globalThis as unknown as { axe: typeof axe }).axe
      const { violations } = await run.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })
      return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
    })
  }
  function leaveUnfinished(): void {
    const left = join(study, 'recordings', '.importing-1-abc-1')
    mkdirSync(join(left, 'files'), { recursive: true })
    const note = { path: join(root, 'S200R01.edf'), fileName: 'S200R01.edf', startedAtMs: Date.UTC(2026, 0, 5, 9, 30) }
    writeFileSync(join(left, 'import.json'), JSON.stringify(note))
  }
})

/** The whole list is asked for again after a change, and a busy machine takes its time. */
const soon = <Value>(ask: () => Value) => expect.poll(ask, { timeout: 15_000 })

/** In the page: from top to bottom in 240 steps. Returns the work of each frame, ms: from the scroll to the end of layout. */
async function scrollThrough(): Promise<number[]> {
  const pane = document.querySelector<HTMLElement>('[role=treegrid]')!.parentElement!
  const frames: number[] = []
  const steps = 240
  for (let step = 0; step <= steps; step++) {
    await new Promise(requestAnimationFrame)
    const begun = performance.now()
    pane.scrollTop = ((pane.scrollHeight - pane.clientHeight) * step) / steps
    pane.dispatchEvent(new Event('scroll'))
    await Promise.resolve()
    void pane.querySelector('tbody')!.getBoundingClientRect()
    frames.push(performance.now() - begun)
  }
  return frames
}
