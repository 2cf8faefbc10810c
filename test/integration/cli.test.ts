import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { lockStudy } from '../../src/store/lock'
import { openStudy } from '../../src/store/study'
import { runCli } from '../support/cli'
import { requireData } from '../support/data'

const folder = mkdtempSync(join(tmpdir(), 'sparsecap-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const study = join(folder, 'study')
const run = (name: string) => requireData(`eegmmidb/S001/S001${name}.edf`)
const files = [run('R06'), run('R10'), run('R14')]
const malformed = requireData('formats/malformed')

describe('the command line', () => {
  test.each(['import', 'select', 'replay', 'export', 'demo', 'inspect', 'labels', 'backends'])(
    '%s says how it is used',
    async (name) => {
      const { code, stdout } = await runCli([name, '--help'])
      expect(code).toBe(0)
      expect(stdout).toContain(`Usage: sparsecap ${name}`)
      expect(stdout).toContain('--json')
    },
  )

  test('a word it does not know is answered with the words that there are', async () => {
    const { code, stderr } = await runCli(['slect'])
    expect(code).toBe(1)
    for (const name of ['import', 'fetch', 'labels', 'select', 'replay', 'export', 'inspect', 'backends', 'demo'])
      expect(stderr).toMatch(new RegExp(`Commands: .*\\b${name}\\b`))
  })

  test.each([
    ['--steps', '0'],
    ['--steps', 'many'],
    ['--seed', '1.5'],
  ])('%s %s is refused by its name, before a study is made', async (option, value) => {
    const demo = join(folder, 'refused')
    const { code, stderr } = await runCli(['demo', '--folder', demo, option, value])
    expect(code).toBe(1)
    expect(stderr).toContain(`${option}: expected a whole number`)
    expect(existsSync(demo)).toBe(false)
  })

  test('a failure is data on standard output with --json, and a sentence on standard error', async () => {
    const { code, stdout, stderr } = await runCli(['inspect', join(folder, 'nothing.edf'), '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'file/not-found' } })
    expect(stderr).toContain('does not exist')
  })

  test('a study that another program holds is named as such, with a way out', async () => {
    const held = join(folder, 'held')
    const open = openStudy(held, { create: true })
    const release = lockStudy(held)
    const { code, stdout } = await runCli(['select', '--study', held, '--json'])
    release()
    open.close()
    expect(code).toBe(1)
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string; hint: string } }
    expect(error.code).toBe('study/locked')
    expect(error.message).toContain(String(process.pid))
    expect(error.hint).toBeTruthy()
  })
})

describe.skipIf(files.includes(null))('the command line on real recordings', () => {
  test('imports, and says again that the study has them', async () => {
    const first = await runCli(['import', '--study', study, ...(files as string[]), '--json'])
    expect(first.code).toBe(0)
    const outcomes = (JSON.parse(first.stdout) as { outcomes: { state: string }[] }).outcomes
    expect(outcomes.map(({ state }) => state)).toEqual(['imported', 'imported', 'imported'])
    const again = await runCli(['import', '--study', study, files[0]!, '--json'])
    expect(JSON.parse(again.stdout)).toMatchObject({ outcomes: [{ state: 'duplicate' }] })
  })

  test.skipIf(!malformed)('refuses every malformed file with a sentence, and the study stays as it was', async () => {
    const before = await runCli(['inspect', study, '--json'])
    const { code, stdout } = await runCli(['import', '--study', study, malformed!, '--json'])
    expect(code).toBe(2)
    const { outcomes } = JSON.parse(stdout) as { outcomes: { state: string; error: { code: string; hint: string } }[] }
    expect(outcomes.map(({ state }) => state)).toEqual(outcomes.map(() => 'refused'))
    expect(outcomes.map(({ error }) => error.code).sort()).toEqual([
      'file/empty',
      'file/truncated-data',
      'file/truncated-header',
      'file/web-page',
    ])
    for (const { error } of outcomes) expect(error.hint).toBeTruthy()
    expect((await runCli(['inspect', study, '--json'])).stdout).toBe(before.stdout)
  })

  test('chooses, and replays the held-out run to the figure that choosing gave', async () => {
    const options = ['--runs', 'R06,R10,R14', '-n', '3', '--candidates', 'motor', '--keep', 'C3', '--steps', '12']
    const chosen = await runCli(['select', '--study', study, ...options, '--json'])
    expect(chosen.stderr).not.toContain('Error')
    const result = JSON.parse(chosen.stdout) as {
      electrodes: string[]
      accuracy: { correct: number; trials: number }
      heldOutRuns: string[]
    }
    expect(result.electrodes).toHaveLength(3)
    expect(result.electrodes).toContain('C3')
    expect(result.heldOutRuns).toEqual(['R14'])
    const replayed = await runCli(['replay', '--study', study, '--recording', 'S001/R14', '--json'])
    const replay = JSON.parse(replayed.stdout) as {
      result: { accuracy: { correct: number; trials: number }; usedForTraining: boolean }
    }
    expect(replay.result.accuracy).toEqual(result.accuracy)
    expect(replay.result.usedForTraining).toBe(false)
    const trained = await runCli(['replay', '--study', study, '--recording', 'S001/R06'])
    expect(trained.stdout).toContain('do not report this accuracy')
  })

  test('a conflict in the question is told before anything is learned', async () => {
    const { code, stdout } = await runCli(['select', '--study', study, '--keep', 'C3', '--avoid', 'C3', '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'selection/conflict' } })
  })

  test('a folder without EEG is said to be one', async () => {
    const empty = mkdtempSync(join(folder, 'empty-'))
    const { code, stdout } = await runCli(['import', '--study', study, empty, '--json'])
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({ outcomes: [{ state: 'refused', error: { code: 'folder/no-eeg' } }] })
  })
})
