import { createEngineLearner } from '../../src/core/engine/engineLearner'
import { createInlineCrew } from '../../src/core/engine/inlineCrew'
import { stepOperations } from '../../src/core/engine/operations'
import { createRandom } from '../../src/core/domain/random'
import { initialParameters } from '../../src/core/model/parameters'
import { measurePeak } from '../support/peak'
import type { Row } from '../support/rows'
import { noiseExamples, specOf, stepsOn, type StepCase } from './ourStep'

const cases: readonly (StepCase & { readonly name: string })[] = [
  { name: '44 → 8', mode: 'select', channels: 44, neurons: 8 },
  { name: 'all 64', mode: 'fixed', channels: 64, neurons: 64 },
].map((one) => ({ ...one, mode: one.mode as StepCase['mode'], samples: 1125, batch: 64, trials: 128, threads: 1 }))

const repeats = 40

/** Where the time of a step goes on one thread, and how near each phase comes to what the machine can do. */
export async function measureBound(): Promise<Row[]> {
  const rows: Row[] = []
  for (const { name, ...wanted } of cases) {
    const operations = stepOperations(specOf(wanted), wanted.batch)
    const { phases, peak } = await fastest(wanted)
    const total = Object.values(phases).reduce((sum, ms) => sum + ms, 0)
    const count = Object.values(operations).reduce((sum, value) => sum + value, 0)
    rows.push(rowOf(`step ${name}, all phases`, { operations: count, ms: total, peak }))
    for (const [phase, ms] of Object.entries(phases)) {
      const share = `${((100 * ms) / total).toFixed(0)} % of ${name}`
      if (ms / total < 0.01) continue
      const known = operations[phase]
      if (known) rows.push(rowOf(`${phase}, ${ms.toFixed(2)} ms, ${share}`, { operations: known, ms, peak }))
      else process.stderr.write(`${phase}: ${ms.toFixed(2)} ms, ${share}, few operations\n`)
    }
  }
  return rows
}

/** Least milliseconds of each phase over some steps, and the peak at the same time. */
async function fastest(wanted: StepCase): Promise<{ phases: Record<string, number>; peak: number }> {
  const spec = specOf(wanted)
  const times: Record<string, number> = {}
  const createCrew = createInlineCrew({ now: () => performance.now(), times })
  const learner = await createEngineLearner(spec, { createCrew, memoryLimitBytes: 4e9 })
  await learner.load(initialParameters(spec, createRandom(1)))
  const step = stepsOn(learner, noiseExamples(wanted.trials, wanted.channels, wanted.samples), wanted.batch)
  for (let i = 0; i < 10; i++) await step()
  const phases: Record<string, number> = {}
  let peak = await measurePeak()
  for (let i = 0; i < repeats; i++) {
    for (const name of Object.keys(times)) times[name] = 0
    await step()
    for (const [name, ms] of Object.entries(times)) phases[name] = Math.min(phases[name] ?? Infinity, ms)
  }
  peak = Math.max(peak, await measurePeak())
  await learner.dispose()
  return { phases, peak }
}

function rowOf(what: string, { operations, ms, peak }: { operations: number; ms: number; peak: number }): Row {
  const reached = operations / ms / 1e6
  const peerName = 'the peak of WebAssembly SIMD here'
  return { what, ours: reached, peer: peak, peerName, ratio: reached / peak, unit: 'GFLOP/s', goal: 'none' }
}
