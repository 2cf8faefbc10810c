import type { Row } from '../support/rows'
import { noiseExamples, prepareStep, timeSteps } from './ourStep'

/** Training on a pool of the size of EEGMMIDB (109 subjects): 10,000 trials of 64 × 640 samples, within 4 GiB. */
export async function measurePool(seconds: number): Promise<Row[]> {
  const [trials, channels, samples, batch, neurons] = [10_000, 64, 640, 64, 8]
  const examples = noiseExamples(trials, channels, samples)
  const sizes = { mode: 'select', channels, neurons, samples, batch, trials, threads: 2 } as const
  const prepared = await prepareStep(sizes, examples)
  const { min } = await timeSteps(prepared, seconds)
  const peak = process.resourceUsage().maxRSS / 1024 ** 2
  await prepared.learner.dispose()
  const what = `memory of a process that trains on ${trials} trials of ${channels} × ${samples} (1.5 GiB of it the signal), ${min.toFixed(1)} ms a step`
  return [{ what, ours: peak, peer: 4, peerName: 'the limit', ratio: 4 / peak, unit: 'GiB', goal: 'at most 4 GiB' }]
}
