import { separateExamples } from '../../src/core/domain/examples'
import { publishedNetwork } from '../../src/core/domain/model'
import { createRandom } from '../../src/core/domain/random'
import { defaultTraining } from '../../src/core/selection/schedule'
import type { SelectionTask } from '../../src/core/selection/selectionTask'

/** Channels whose band power tells the two classes apart, one each way; for tests. */
export const informative = [3, 8]

/** 12 channels of noise with a 20-sample rhythm; two of them have it stronger for one class each. */
export function syntheticTask(options: { seed?: number; shuffled?: boolean; steps?: number } = {}): SelectionTask {
  const { seed = 1, shuffled = false, steps = 150 } = options
  const [channels, samples, trials, crops] = [12, 225, 60, 2]
  const random = createRandom(7)
  const classOfTrial = Int32Array.from({ length: trials }, (_, trial) => trial % 2)
  const x = new Float32Array(trials * crops * channels * samples)
  for (let row = 0; row < trials * crops * channels; row++) {
    const channel = row % channels
    const label = classOfTrial[Math.floor(row / (channels * crops))]!
    const strong = informative.indexOf(channel) === label
    const [amplitude, phase] = [strong ? 1.4 : 0.5, 2 * Math.PI * random.next()]
    for (let t = 0; t < samples; t++) {
      x[row * samples + t] = random.normal() * 0.8 + amplitude * Math.sin((2 * Math.PI * t) / 20 + phase)
    }
  }
  if (shuffled) {
    const order = random.shuffle([...classOfTrial])
    classOfTrial.set(order)
  }
  return {
    candidates: Array.from({ length: channels }, (_, channel) => `E${channel}`),
    keep: [],
    electrodes: 2,
    examples: separateExamples(x, channels, samples),
    trialOfExample: Int32Array.from({ length: trials * crops }, (_, crop) => Math.floor(crop / crops)),
    classOfTrial,
    classes: 2,
    network: publishedNetwork,
    training: { ...defaultTraining(steps), batch: 32 },
    seed,
  }
}
