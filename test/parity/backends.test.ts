import { createTfLearner } from '../../src/core/model/tfLearner'
import { loadWasmBackend } from '../../src/jobs/learning/wasmBackend'
import { describeLearner } from '../support/reference/describeLearner'

const { tf } = await loadWasmBackend()
describeLearner('TensorFlow.js on wasm', async (spec) => createTfLearner(tf, spec, { backend: 'wasm' }), {
  logits: 3e-5,
  gradients: 3e-5,
})
