import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { goldenErrors, goldenSpec, type GoldenCase } from '../model/selfTest'
import { createEngineLearner } from './engineLearner'
import { createInlineCrew } from './inlineCrew'

const folder = join(import.meta.dirname, '../../../test/golden/vectors')
const cases = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as GoldenCase)

describe('the engine against the golden vectors', () => {
  it.each(cases.map((golden) => [golden.name, golden] as const))('agrees within 3e-5 on %s', async (_, golden) => {
    const host = { createCrew: createInlineCrew(), memoryLimitBytes: 2 ** 30 }
    const learner = await createEngineLearner(goldenSpec(golden), host)
    const errors = await goldenErrors(learner, golden)
    const worst = Math.max(...Object.values(errors))
    expect(worst, JSON.stringify(errors)).toBeLessThanOrEqual(3e-5)
  })
})
