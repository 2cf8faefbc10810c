import { resolve } from 'node:path'
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { LearnerSpec } from '../../core/model/learner'
import { selfTest, type GoldenCase } from '../../core/model/selfTest'
import { createLearnerFactory } from './learnerFactory'

const selfTestFolder = resolve(import.meta.dirname, '../../../resources/self-test')

describe('createLearnerFactory', () => {
  it('gives the wasm backend after its self-test, with its device', async () => {
    const factory = await createLearnerFactory({ backend: 'wasm', selfTestFolder })
    expect(factory.backend).toBe('wasm')
    expect(factory.device).toMatch(/WebAssembly/)
  })

  it('says which backends there are when asked for another', async () => {
    await expect(createLearnerFactory({ backend: 'abacus', selfTestFolder })).rejects.toMatchObject({
      data: { code: 'learner/unsupported', hint: 'Choose wasm.' },
    })
  })

  it('refuses a backend with a right forward pass and one wrong gradient, naming it', async () => {
    const { create } = await createLearnerFactory({ backend: 'wasm', selfTestFolder })
    const golden = JSON.parse(await readFile(`${selfTestFolder}/select-6to3-300.json`, 'utf8')) as GoldenCase
    const wrong = async (spec: LearnerSpec) => {
      const learner = await create(spec)
      const gradients: typeof learner.gradients = async (batch, objective) => {
        const result = await learner.gradients(batch, objective)
        result.gradients['spatial']![7]! *= 1.5
        return result
      }
      return { ...learner, gradients }
    }
    await expect(selfTest(wrong, [golden])).rejects.toMatchObject({
      code: 'learner/self-test',
      data: { values: { name: 'spatial' } },
    })
  })
})
