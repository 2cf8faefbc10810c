import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { curveFinding } from '../../../test/support/curveFinding'
import { useTestFolder } from '../../../test/support/studyFolder'
import type { CurveFinding } from '../../core/domain/curve'
import { openStudy } from '../../store/study'
import { createContext, type CommandInput } from '../command'
import { compareCommand } from './compare'
import { reportCommand } from './report'

const folder = useTestFolder()
const own = curveFinding()
const later: CurveFinding = { ...curveFinding({ id: 'S001-curve-later', seed: 2 }), createdAtMs: own.createdAtMs + 1 }

function studyWith(...findings: CurveFinding[]): string {
  const path = join(folder.path, 'study')
  const study = openStudy(path, { create: true })
  for (const finding of findings) {
    const journal = study.curves.journal(finding.id, finding.plan)
    journal.finish(finding)
    journal.close()
  }
  study.close()
  return path
}

const ask = (paths: readonly string[], values: CommandInput['values'] = {}): CommandInput => ({
  ...{ paths, values },
  context: createContext({ isCancelled: false } as never, () => undefined),
})

test('two sets of the newest answer are compared trial by trial', async () => {
  const study = studyWith(own, later)
  const { json, text } = await compareCommand.run(ask([study], { first: 'fixed:8', second: 'gumbel:8' }))
  const right = (method: string): boolean[] => {
    const { answers } = later.points.find((point) => point.method === method && point.n === 8)!
    return later.trials.map(({ label }, i) => answers[i] === label)
  }
  const [fixed, gumbel] = [right('fixed'), right('gumbel')]
  const firstOnly = fixed.filter((one, i) => one && !gumbel[i]).length
  const secondOnly = gumbel.filter((one, i) => one && !fixed[i]).length
  expect(json).toMatchObject({ first: later.id, comparisons: [{ firstOnly, secondOnly, test: 'mcnemar' }] })
  expect(text).toContain(`${firstOnly} only the first, ${secondOnly} only the second`)
  expect(text).not.toContain('Holm')
})

test('without a choice the recommended set meets the others of its size and all electrodes, corrected', async () => {
  const { json, text } = await compareCommand.run(ask([studyWith(own), own.id]))
  const { comparisons } = json as { comparisons: { first: object; second: object; pHolm: number; p: number }[] }
  expect(comparisons.map(({ second }) => second)).toEqual([
    { method: 'gumbel', n: 8 },
    { method: 'random', n: 8 },
    { method: 'all', n: 64 },
  ])
  expect(comparisons.every(({ p, pHolm }) => pHolm >= p)).toBe(true)
  expect(text).toContain('after Holm over 3 comparisons')
})

test('two answers to the same trials are compared, to other trials refused', async () => {
  const study = studyWith(own, later)
  const { json } = await compareCommand.run(ask([study, own.id, later.id], { second: 'fixed:8' }))
  expect(json).toMatchObject({ first: own.id, second: later.id, comparisons: [{ second: { method: 'fixed', n: 8 } }] })
  const other = curveFinding({ id: 'S002-curve', plan: { subjects: ['S002'], classes: ['left-fist', 'right-fist'] } })
  studyWith(other)
  await expect(compareCommand.run(ask([study, own.id, other.id]))).rejects.toThrow(/judged different trials/)
})

test.each([
  [{ first: 'fixed:9' }, /has no set fixed:9/],
  [{ first: 'fixed' }, /has no set fixed/],
  [{ first: 'fixed:8', second: 'recommended' }, /compared with itself/],
])('%j is refused with what there is', async (values, said) => {
  await expect(compareCommand.run(ask([studyWith(own)], values))).rejects.toThrow(said)
})

test('a study without an answer says how to get one', async () => {
  await expect(compareCommand.run(ask([studyWith()]))).rejects.toMatchObject({
    data: { hint: expect.stringMatching(/-n 2\.\.16/) as string },
  })
})

test('a report is written where asked, with its figure, in the language asked for', async () => {
  const study = studyWith(own)
  const output = join(folder.path, 'for', 'file')
  const values = { output, figure: true, language: 'zh-CN', cap: 'Muse 2' }
  const { json, text } = await reportCommand.run(ask([study], values))
  const { html, wiring, svg } = json as Record<string, string>
  expect(html).toBe(join(output, `${own.id}.html`))
  expect(readFileSync(html!, 'utf8')).toContain('lang="zh-CN"')
  expect(readFileSync(wiring!, 'utf8')).toContain('reference\tFpz')
  expect(existsSync(svg!)).toBe(true)
  expect(text.split('\n')[0]).toBe(html)
  await expect(reportCommand.run(ask([study], { language: 'fr' }))).rejects.toThrow(/expected en or zh-CN, got fr/)
  writeFileSync(join(folder.path, 'a file'), '')
  await expect(reportCommand.run(ask([study], { output: join(folder.path, 'a file') }))).rejects.toThrow(
    /Expected a folder/,
  )
})
