import type { ClassicalSpec } from '../../src/core/domain/decoder'
import { separateExamples } from '../../src/core/domain/examples'
import type { TrainedModel } from '../../src/core/domain/model'
import { createRandom } from '../../src/core/domain/random'
import { trainClassical } from '../../src/core/model/classical/trainClassical'
import { toGrid } from '../../src/core/signal/spec'
import { randomModel } from './model'

/** A classical decoder learned from noise in which each class has one electrode's rhythm stronger than the others. */
export function classicalModel(spec: ClassicalSpec, wish: Parameters<typeof randomModel>[0]): TrainedModel {
  const model = randomModel(wish)
  const { window, hop } = toGrid(model.pipeline)
  const { classes, electrodes } = model
  const count = 8 * classes.length
  const labels = Int32Array.from({ length: count }, (_, i) => i % classes.length)
  const examples = rhythms(labels, electrodes.length, window)
  const task = { examples: separateExamples(examples, electrodes.length, window), labels, classes: classes.length, hop }
  return { ...model, decoder: trainClassical(spec, task) }
}

/** `[example, channel, sample]` at 160 Hz: noise, and 11 Hz on the channel of the example's class. */
export function rhythms(labels: Int32Array, channels: number, samples: number, seed = 17): Float32Array {
  const random = createRandom(seed)
  const x = new Float32Array(labels.length * channels * samples)
  let at = 0
  for (const label of labels) {
    for (let c = 0; c < channels; c++) {
      const [size, phase] = [c === label % channels ? 2 : 0.5, 2 * Math.PI * random.next()]
      for (let t = 0; t < samples; t++)
        x[at++] = random.normal() + size * Math.sin((2 * Math.PI * 11 * t) / 160 + phase)
    }
  }
  return x
}
