import { exponentRow } from '../support/exponent'
import type { Row } from '../support/rows'
import { noiseExamples, prepareStep, timeSteps, type StepCase } from './ourStep'

const base: StepCase = {
  ...{ mode: 'select', channels: 64, neurons: 8, samples: 640, batch: 64, trials: 128, threads: 1 },
}

/** How the cost of a training epoch grows with the trials, and of a step with its sizes: exponents of a power law. */
export async function measureGrowth(seconds: number): Promise<Row[]> {
  const epochs = [256, 512, 1024, 2048]
  return [
    exponentRow('trials (a training epoch)', epochs, await map(epochs, timeEpoch), 'at most 1.05'),
    exponentRow(
      'electrodes (a step)',
      [32, 64, 128, 256],
      await timeOver('channels', [32, 64, 128, 256], seconds),
      'about 1',
    ),
    exponentRow(
      'window length (a step)',
      [320, 640, 1280, 2560],
      await timeOver('samples', [320, 640, 1280, 2560], seconds),
      'about 1',
    ),
    exponentRow('neurons (a step)', [4, 8, 16, 32], await timeOver('neurons', [4, 8, 16, 32], seconds), 'about 1'),
  ]
}

const timeOver = (name: keyof StepCase, values: readonly number[], seconds: number): Promise<number[]> =>
  map(values, async (value) => {
    const prepared = await prepareStep({ ...base, [name]: value })
    const { min } = await timeSteps(prepared, seconds)
    await prepared.learner.dispose()
    return min
  })

/** Every trial once, the transform of new trials included. */
async function timeEpoch(trials: number): Promise<number> {
  const sizes = { ...base, samples: 320 }
  const prepared = await prepareStep({ ...sizes, trials }, noiseExamples(trials, sizes.channels, sizes.samples))
  const start = performance.now()
  for (let step = 0; step < trials / sizes.batch; step++) await prepared.step()
  const took = performance.now() - start
  await prepared.learner.dispose()
  return took
}

async function map<T>(values: readonly T[], work: (value: T) => Promise<number>): Promise<number[]> {
  const results: number[] = []
  for (const value of values) results.push(await work(value))
  return results
}
