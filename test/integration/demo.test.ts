import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCli } from '../support/cli'

interface Figures {
  electrodes: string[]
  nearSource: number
  accuracy: { value: number; low: number; high: number; chance: number; trials: number }
  latencyMs: { p50: number; p95: number }
  liveEqualsReplay: boolean
  seconds: number
  session: { accuracy: { value: number; chanceLimit: number; trials: number }; outputs: number }
  control: { electrodes: string[]; nearSource: number }
  report: string
}

/** The whole demo with its control, as `npm run demo -- --json FILE` runs it; minutes, so it runs once. */
describe('the demo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sparsecap-demo-'))
  const file = join(folder, 'figures.json')
  let figures: Figures
  let story = ''
  beforeAll(async () => {
    const result = await runCli(['demo', '--folder', join(folder, 'demo'), '--json', file])
    expect(result.stderr).not.toContain('Error')
    expect(result.code).toBe(0)
    story = result.stdout
    figures = JSON.parse(readFileSync(file, 'utf8')) as Figures
  }, 600_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('finds the electrodes over the sources, and with shuffled labels does not', () => {
    expect(new Set(figures.electrodes).size).toBe(8)
    expect(figures.nearSource).toBeGreaterThanOrEqual(6)
    expect(figures.control.nearSource).toBeLessThan(figures.nearSource)
    expect(figures.control.nearSource).toBeLessThan(6)
  })

  test('decodes the held-out run and a new session well above chance', () => {
    const { accuracy, session } = figures
    expect(accuracy.chance).toBe(0.25)
    expect(accuracy.low).toBeGreaterThan(accuracy.chance)
    expect(accuracy.value).toBeGreaterThanOrEqual(accuracy.low)
    expect(session.accuracy.trials).toBe(40)
    expect(session.accuracy.value).toBeGreaterThan(session.accuracy.chanceLimit)
  })

  test('replays the session bit for bit, and measured its latency', () => {
    expect(figures.liveEqualsReplay).toBe(true)
    expect(figures.session.outputs).toBeGreaterThan(1000)
    expect(figures.latencyMs.p50).toBeGreaterThan(0)
    expect(figures.latencyMs.p95).toBeGreaterThanOrEqual(figures.latencyMs.p50)
  })

  test('says what it does, and writes a report that stands alone', () => {
    expect(story).toContain('Held-out R04')
    expect(story).toContain('chance .25')
    const html = readFileSync(figures.report, 'utf8')
    for (const name of figures.electrodes) expect(html).toContain(`${name}, chosen`)
    expect(html).toContain('Research use only')
    expect(html).toMatch(/Latency from the newest sample/)
    expect(html).not.toMatch(/<script|https?:\/\//)
  })
})
