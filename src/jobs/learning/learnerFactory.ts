import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../core/domain/error'
import type { LearnerFactory } from '../../core/model/learner'
import { selfTest, type GoldenCase } from '../../core/model/selfTest'
import { createTfLearner } from '../../core/model/tfLearner'
import { loadWasmBackend } from './wasmBackend'

/** One small golden case of each kind: without a selection, with one, and in evaluation. */
const selfTestCases = ['all-1-225', 'select-6to3-300', 'select-hard-6to3-300']

export interface LearnerOptions {
  /** `wasm` is the one backend so far. */
  readonly backend: string
  /** Folder `self-test` of the program's resources. */
  readonly selfTestFolder: string
}

/** A backend that has just proven its gradients on this machine. Throws `learner/unsupported` for an unknown name and
 *  `learner/self-test` for one that computes wrongly. */
export async function createLearnerFactory({ backend, selfTestFolder }: LearnerOptions): Promise<LearnerFactory> {
  if (backend !== 'wasm') {
    throw new AppError({
      code: 'learner/unsupported',
      message: `There is no learning backend named ${backend}.`,
      hint: 'Choose wasm.',
      values: { backend },
    })
  }
  const loaded = await loadWasmBackend()
  const factory: LearnerFactory = {
    backend: loaded.backend,
    device: loaded.device,
    create: async (spec) => createTfLearner(loaded.tf, spec, loaded),
  }
  await selfTest(factory.create, await readCases(selfTestFolder))
  return factory
}

const readCases = (folder: string): Promise<GoldenCase[]> =>
  Promise.all(
    selfTestCases.map(async (name) => JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')) as GoldenCase),
  )
