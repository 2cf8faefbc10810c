import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { runCli } from '../support/cli'
import { requireData } from '../support/data'

const entry = resolve(import.meta.dirname, '../../out/main/cli.js')
const folder = mkdtempSync(join(tmpdir(), 'sparsecap-curve-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const runs = ['R06', 'R10', 'R14'].map((run) => requireData(`eegmmidb/S001/S001${run}.edf`))
const data = join(folder, 'recordings')
const study = join(folder, 'study')
const sites = 'FC3,FC4,C5,C3,C1,Cz,C2,C4,C6,CP3,CPz,CP4'
const cheap = [
  '--methods',
  'fixed,fisher,riemann-distance,random',
  '--draws',
  '3',
  '--n',
  '2,4,8',
  '--candidates',
  sites,
]

interface CurveJson {
  readonly id: string
  readonly recommended: { method: string; electrodes: string[] } | null
  readonly curve: readonly {
    [key: string]: unknown
    method: string
    n: number
    value: number
    low: number
    high: number
    electrodes: string[]
  }[]
  readonly sentence: string
}

/** All but how long it took. */
const lasting = (text: string): unknown => ({ ...(JSON.parse(text) as CurveJson), seconds: 0 })

describe.skipIf(runs.includes(null))('which N are enough, on the command line', () => {
  let whole = ''
  beforeAll(async () => {
    mkdirSync(data)
    for (const [i, run] of runs.entries()) symlinkSync(run!, join(data, `S001${['R06', 'R10', 'R14'][i]}.edf`))
    expect((await runCli(['import', data, '--study', study])).code).toBe(0)
    const { code, stdout, stderr } = await runCli(['select', study, ...cheap, '--json'])
    expect(code, stderr).toBe(0)
    whole = stdout
  })

  test('--json has what is recommended, the curve on outer folds and the sentence', () => {
    const { recommended, curve, sentence } = JSON.parse(whole) as CurveJson
    expect(recommended!.electrodes.length).toBeGreaterThan(0)
    expect(recommended).toMatchObject({ method: expect.any(String) as string })
    for (const point of curve) {
      for (const key of ['method', 'n', 'value', 'low', 'high', 'chance', 'trials', 'electrodes', 'stability'])
        expect(point).toHaveProperty(key)
      expect(point.electrodes).toHaveLength(point.n)
      expect(point.low).toBeLessThanOrEqual(point.value)
      expect(point.high).toBeGreaterThanOrEqual(point.value)
      expect(point).toMatchObject({ chance: 0.5, trials: 45 })
    }
    expect(curve.map(({ method, n }) => `${method} ${n}`)).toEqual(
      expect.arrayContaining(['fixed 8', 'fisher 2', 'riemann-distance 4', 'random 8', 'all 64']),
    )
    expect(sentence).toContain('all 64')
    expect(sentence).toContain('chance is .50')
  })

  test('killed while it runs and started again, it gives the same as in one go', async () => {
    const other = join(folder, 'killed')
    expect((await runCli(['import', data, '--study', other])).code).toBe(0)
    const child = spawn(process.execPath, [entry, 'select', other, ...cheap, '--json'], { stdio: 'ignore' })
    const journal = (): string => {
      const curves = join(other, 'curves')
      const [id] = existsSync(curves) ? readdirSync(curves) : []
      const file = join(curves, id ?? '', 'units.jsonl')
      return id && existsSync(file) ? readFileSync(file, 'utf8') : ''
    }
    await vi.waitFor(() => expect(journal().split('\n').length).toBeGreaterThan(8), { timeout: 60_000, interval: 5 })
    const ended = new Promise((done) => child.on('close', done))
    child.kill('SIGKILL')
    await ended
    expect(journal()).not.toBe('')
    const { stdout } = await runCli(['select', other, ...cheap, '--json'])
    expect(lasting(stdout)).toEqual(lasting(whole))
  })

  test('rerun says that the numbers are the same, and exits with 2 when one differs', async () => {
    const { id } = JSON.parse(whole) as CurveJson
    const file = join(study, 'curves', id, 'selection.json')
    const again = await runCli(['rerun', file, '--json'])
    expect(JSON.parse(again.stdout)).toMatchObject({ same: true, differences: [] })
    const altered = JSON.parse(readFileSync(file, 'utf8')) as { points: { answers: number[] }[] }
    altered.points[0]!.answers[0] = 1 - altered.points[0]!.answers[0]!
    writeFileSync(join(folder, 'altered.json'), JSON.stringify(altered))
    const differs = await runCli(['rerun', join(folder, 'altered.json'), '--study', study])
    expect(differs.code).toBe(2)
    expect(differs.stdout).toContain('Different:')
  })

  test('--data asks a folder of recordings and keeps nothing', async () => {
    const { code, stdout } = await runCli(['select', '--data', data, ...cheap, '--json'])
    expect(code).toBe(0)
    const { curve } = JSON.parse(stdout) as CurveJson
    expect(curve).toEqual((JSON.parse(whole) as CurveJson).curve)
  })

  test('an option that only a curve has asks for a curve', async () => {
    const { code, stderr } = await runCli(['select', study, '--cap', 'no-such-cap'])
    expect(code).toBe(1)
    expect(stderr).toContain('There is no cap no-such-cap')
  })
})

test.each([
  ['empty', () => mkdirSync(join(folder, 'empty'), { recursive: true })],
  ['nowhere', () => undefined],
])('--data %s is refused with what was expected', async (name, prepare) => {
  prepare()
  const { code, stderr } = await runCli(['select', '--data', join(folder, name), '-n', '2,4'])
  expect(code).toBe(1)
  expect(stderr).toContain('--data: expected a folder with recordings')
})
