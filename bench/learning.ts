import { separateExamples } from '../src/core/domain/examples'
import { publishedNetwork } from '../src/core/domain/model'
import { createRandom } from '../src/core/domain/random'
import type { Learner, LearnerSpec } from '../src/core/model/learner'
import { initialParameters } from '../src/core/model/parameters'
import { createTfLearner } from '../src/core/model/tfLearner'
import { createBatchSource } from '../src/core/selection/batches'
import { defaultTraining } from '../src/core/selection/schedule'
import { loadWasmBackend } from '../src/jobs/learning/wasmBackend'
import type { Row } from './support/rows'
import { compare, present } from './support/rows'

/** One training step of the network, our collapsed form against the layers as published, both on the wasm backend. */
const batch = 64
const crops = 128
const loaded = await loadWasmBackend()
const rows: Row[] = []
for (const [mode, channels, neurons, samples] of [
  ['select', 64, 8, 320],
  ['fixed', 8, 8, 320],
] as const) {
  const spec: LearnerSpec = { network: publishedNetwork, mode, channels, neurons, samples, classes: 4 }
  const ours = await createStep(createTfLearner(loaded.tf, spec, loaded))
  const peer = await createStep(createTfLearner(loaded.tf, spec, { ...loaded, form: 'layered' }))
  rows.push(
    await compare({
      what: `training step, ${mode === 'select' ? `${channels} → ${neurons}` : `${neurons} fixed`} electrodes, batch ${batch}, ${samples} samples`,
      peerName: 'TensorFlow.js layers, wasm',
      goal: 'at least 3 times',
      repeats: 5,
      ours,
      peer,
    }),
  )
}
present(rows)

/** Steps over the same seeded crops, so both forms do the same work. */
async function createStep(learner: Learner): Promise<() => Promise<unknown>> {
  const { spec } = learner
  const random = createRandom(7)
  const x = Float32Array.from({ length: crops * spec.channels * spec.samples }, () => random.normal())
  const indices = Int32Array.from({ length: crops }, (_, index) => index)
  const labels = indices.map((index) => index % spec.classes)
  await learner.load(initialParameters(spec, random.fork('weights')))
  const examples = separateExamples(x, spec.channels, spec.samples)
  const batches = createBatchSource({ examples, indices, labels, size: batch }, random)
  let step = 0
  const settings = { ...defaultTraining(300), temperature: 1, threshold: 2 }
  return () => learner.step(batches.at(step++), settings)
}
