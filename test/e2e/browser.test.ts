import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { createRandom } from '../../src/core/domain/random'
import { importRecordings } from '../../src/jobs/importRecordings'
import { openStudy } from '../../src/store/study'
import { requireData } from '../support/data'
import { writeLargeBdf } from '../support/largeBdf'
import { useTestFolder } from '../support/studyFolder'
import { startWorkbench, type Workbench } from './workbench'

const s001 = requireData('eegmmidb/S001/S001R04.edf')
const folder = useTestFolder()
const quiet = { cancellation: { requested: false }, progress: () => undefined, report: () => undefined }
let workbench: Workbench | null = null
afterEach(async () => {
  await workbench?.close()
  workbench = null
})

async function browse(path: string, change: (study: string) => void = () => undefined): Promise<Workbench> {
  const study = join(folder.path, 'Pilot')
  const made = openStudy(study, { create: true })
  await importRecordings(made, { paths: [path] }, quiet)
  made.close()
  change(study)
  workbench = await startWorkbench({ folder: folder.path, args: [`--study=${study}`] })
  await workbench.page.locator('tr[data-recording]').first().waitFor()
  await workbench.page.getByRole('button', { name: 'Look through the signals' }).click()
  await plotOf(workbench).waitFor()
  await drawn(workbench)
  return workbench
}
const plotOf = ({ page }: Workbench) => page.getByRole('application')
/** How much of the plot is neither ground nor grid: traces are there. */
const inkOf = ({ page }: Workbench): Promise<number> =>
  page.locator('[role=application] canvas').evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement
    const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 70, width, height - 110)
    const ground = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(3, 50, 1, 1).data.slice(0, 3).join()
    let ink = 0
    for (let i = 0; i < data.length; i += 4) if (data.slice(i, i + 3).join() !== ground) ink++
    return ink / (data.length / 4)
  })
const drawn = (window: Workbench, share = 0.05): Promise<void> =>
  expect.poll(() => inkOf(window), { timeout: 20_000 }).toBeGreaterThan(share) as unknown as Promise<void>

/** Two hours of 64 channels in little time to write: one noisy minute, again and again, with an offset that differs by channel. */
function writeTwoHours(path: string): void {
  const [channels, rate, seconds] = [64, 256, 7200]
  const recordBytes = (channels + 1) * rate * 3
  const head = 256 * (channels + 2)
  const triggers = Array.from({ length: 700 }, (_, i) => 10 * i + 3)
  writeLargeBdf(path, { bytes: head + seconds * recordBytes, channels, sampleRate: rate, triggers })
  const bytes = readFileSync(path)
  const random = createRandom(8)
  const turns = Array.from({ length: 8 }, (_, turn) => {
    const record = Buffer.alloc(channels * rate * 3)
    for (let channel = 0; channel < channels; channel++)
      for (let i = 0; i < rate; i++) {
        const wave = 600 * Math.sin((2 * Math.PI * (10 + channel / 16) * (i + turn)) / rate)
        const value = Math.round(wave + 300 * random.normal() + 20_000 * (channel % 5))
        record.writeIntLE(value, 3 * (channel * rate + i), 3)
      }
    return record
  })
  for (let second = 0; second < seconds; second++) turns[second % 8]!.copy(bytes, head + second * recordBytes)
  writeFileSync(path, bytes)
}

describe.skipIf(!s001)('the signal browser', () => {
  test('shows a run, marks what is bad by pointer and by key, and takes it back', async () => {
    const window = await browse(s001!)
    const { page } = window
    await window.screenshot('browser-light')
    const plot = plotOf(window)
    const box = (await plot.locator('canvas').boundingBox())!

    await page.mouse.move(box.x + 200, box.y + 300)
    await page.mouse.down()
    await page.mouse.move(box.x + 620, box.y + 320, { steps: 4 })
    await page.mouse.up()
    await page.locator('[data-spans="1"]').waitFor()
    await page.getByRole('button', { name: 'T9', exact: true }).click()
    await page.locator('[data-bad="1"]').waitFor()
    await plot.focus()
    // A second span by keys alone, at the next event.
    for (const key of ['End', 'p', 'b', 'Shift+ArrowRight', 'Shift+ArrowRight', 'b']) await page.keyboard.press(key)
    await page.locator('[data-spans="2"]').waitFor()
    await page.getByText(/^Bad span/).waitFor()
    await window.screenshot('browser-marked')
    await page.keyboard.press('Delete')
    await page.locator('[data-spans="1"]').waitFor()
    await page.keyboard.press('Control+z')
    await page.locator('[data-spans="2"]').waitFor()
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    await page.locator('[data-bad]').waitFor({ state: 'detached' })
    await page.locator('[data-spans="1"]').waitFor()

    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('begin a bad span').waitFor()
    await window.screenshot('browser-keys')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('o')
    await page.getByText(/from the middle to the edge/).waitFor()
    await window.screenshot('browser-butterfly')
    await page.keyboard.press('o')
    await page.keyboard.press('Escape')
    await page.locator('tr[data-recording]').first().waitFor()

    await window.goTo('Labels')
    await page.getByText(/touch(es)? a bad span and (is|are) left out/).waitFor()
    await window.screenshot('browser-labels')
  })

  test('scrolls through two hours of 64 channels, with an overview that was lost and is built anew', async () => {
    const path = join(folder.path, 'hours.bdf')
    writeTwoHours(path)
    const window = await browse(path, (study) => rmSync(join(study, 'pyramids'), { recursive: true }))
    const { page } = window
    expect(await page.getByRole('group', { name: 'Signals' }).getByRole('button').count()).toBeGreaterThan(20)
    await page.getByText('No jobs running').waitFor()
    const frames = await measureScrolling(window)
    const ms = (value: number): string => `${value.toFixed(1)} ms`
    process.stdout.write(
      `browser: work of a frame while 64 channels scroll: median ${ms(frames.p50)}, p95 ${ms(frames.p95)} (least disturbed second: ${ms(frames.best)}), a frame every ${ms(frames.gap50)}, ${frames.count} frames\n`,
    )
    expect(frames.count).toBeGreaterThan(20)
    await drawn(window)
    // All of it at once, then a closer look at the end.
    for (let i = 0; i < 12; i++) await page.keyboard.press(']')
    await page.getByText('unfiltered').waitFor()
    await drawn(window, 0.3)
    await window.screenshot('browser-hours')
    await page.keyboard.press('End')
    for (let i = 0; i < 8; i++) await page.keyboard.press('[')
    await page.keyboard.press('End')
    await page.getByText(/– 2:00:00/).waitFor()
    await drawn(window)
    await window.screenshot('browser-hours-end')
  })
})

/** Scrolls as a wheel does, a step a frame. The work of a frame: from its first callback to the first task after it was painted. */
const measureScrolling = ({ page }: Workbench) =>
  page.evaluate(async () => {
    const canvas = document.querySelector('[role=application] canvas')!
    const [work, gaps]: [number[], number[]] = [[], []]
    const channel = new MessageChannel()
    let [began, before] = [0, 0]
    channel.port1.onmessage = () => work.push(performance.now() - began)
    await new Promise<void>((resolve) => {
      const frame = (): void => {
        began = performance.now()
        if (before > 0) gaps.push(began - before)
        before = began
        channel.port2.postMessage(0)
        if (work.length >= 300) return resolve()
        requestAnimationFrame(frame)
        canvas.dispatchEvent(new WheelEvent('wheel', { deltaY: 24, bubbles: true, cancelable: true }))
      }
      requestAnimationFrame(frame)
    })
    const at = (values: number[], share: number): number =>
      values.toSorted((a, b) => a - b)[Math.floor(values.length * share)]!
    // The first ones warm the code; of the rest the second that was disturbed least says what the program takes.
    const frames = work.slice(20)
    const seconds = Array.from({ length: Math.floor(frames.length / 60) }, (_, i) => frames.slice(60 * i, 60 * i + 60))
    const best = Math.min(...seconds.map((values) => at(values, 0.95)))
    return { count: frames.length, p50: at(frames, 0.5), p95: at(frames, 0.95), best, gap50: at(gaps.slice(20), 0.5) }
  })
