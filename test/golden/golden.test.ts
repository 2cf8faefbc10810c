import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Tf } from '../../src/core/model/front'
import { goldenErrors, goldenSpec, type GoldenCase } from '../../src/core/model/selfTest'
import { createTfLearner } from '../../src/core/model/tfLearner'
import { loadWasmBackend } from '../../src/jobs/learning/wasmBackend'

const names = ['all-1-225', 'all-8-420', 'select-12to5-225', 'select-6to3-300', 'select-hard-6to3-300']
const read = (name: string): GoldenCase =>
  JSON.parse(readFileSync(new URL(`./vectors/${name}.json`, import.meta.url), 'utf8')) as GoldenCase

describe('the network against float64 golden vectors', () => {
  let tf: Tf
  beforeAll(async () => {
    tf = (await loadWasmBackend()).tf
  })

  for (const form of ['layered', 'collapsed'] as const) {
    for (const name of names) {
      it(`gives the logits, losses and gradients of ${name} in the ${form} form`, async () => {
        const golden = read(name)
        const learner = createTfLearner(tf, goldenSpec(golden), { backend: 'wasm', form })
        const errors = await goldenErrors(learner, golden)
        await learner.dispose()
        expect(Object.keys(errors).length).toBeGreaterThan(golden.training ? 10 : 1)
        for (const [quantity, error] of Object.entries(errors)) {
          // bn1Beta's gradient is zero in truth: 1e-6 absolute is counted as 1e-4.
          expect(error, quantity).toBeLessThanOrEqual(quantity === 'bn1Beta' ? 1e-4 : 3e-5)
        }
      })
    }
  }
})
