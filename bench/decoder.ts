import { createWindowClassifier } from '../src/core/decoder/classifier'
import { separateExamples } from '../src/core/domain/examples'
import type { DecoderKind, TrainedNetwork } from '../src/core/domain/decoder'
import { decoderKinds } from '../src/core/domain/decoder'
import type { TrainedModel } from '../src/core/domain/model'
import { createRandom } from '../src/core/domain/random'
import type { SignalWindow } from '../src/core/domain/signal'
import { defaultClassical } from '../src/core/model/classical/defaults'
import { createTfLearner } from '../src/core/model/tfLearner'
import { fixedMotorSet } from '../src/core/montage/regions'
import { toGrid } from '../src/core/signal/spec'
import { loadWasmBackend } from '../src/jobs/learning/wasmBackend'
import { classicalModel } from '../test/support/classicalModel'
import { networkOf, randomModel } from '../test/support/model'
import { compare, present, type Row } from './support/rows'

/** What a hop costs, by kind of decoder and length of the window, against working on the whole window again. */
const lengths = [320, 640, 1125, 2250]
const hop = 10
const goal = 'at most 0.15 ms, the same for any length'
const repeats = 2000
const wholeRepeats = 30

function modelOf(kind: DecoderKind, window: number, hop: number): TrainedModel {
  const wish = { electrodes: fixedMotorSet, window, hop }
  return kind === 'network' ? randomModel(wish) : classicalModel(defaultClassical(kind, 160), wish)
}

/** Windows of endless noise, each a hop after the last; the windows are cut beforehand, as the pipeline would. */
function windowsOf(model: TrainedModel, count: number): SignalWindow[] {
  const { window, hop } = toGrid(model.pipeline)
  const random = createRandom(5)
  const length = window + count * hop
  const signal = model.electrodes.map(() => Float32Array.from({ length }, () => random.normal()))
  return Array.from({ length: count }, (_, k) => {
    const data = new Float32Array(signal.length * window)
    signal.forEach((channel, c) => data.set(channel.subarray(k * hop, k * hop + window), c * window))
    return { start: k * hop, end: k * hop + window, data }
  })
}

/** Minima of a hop and of a whole window, milliseconds; a few hundred windows are enough for a compiler that is warm. */
async function compareKind(kind: DecoderKind, window: number, hop: number): Promise<Row> {
  const model = modelOf(kind, window, hop)
  const windows = windowsOf(model, 400)
  const [stream, single] = [createWindowClassifier(model), createWindowClassifier(model)]
  let round = 0
  const row = await compare({
    what: `${kind}: a hop of ${hop} samples, 8 electrodes, windows of ${window}`,
    peerName: 'the whole window',
    goal,
    repeats: wholeRepeats,
    // Continues where it stopped; the stream starts anew, and computes a window whole, once in 400 hops.
    ours: () => stream.next(windows[round++ % windows.length]!),
    peer: () => single.classify(windows[0]!.data),
  })
  let ours = row.ours
  for (let i = 0; i < repeats; i++) {
    const started = performance.now()
    stream.next(windows[round++ % windows.length]!)
    ours = Math.min(ours, performance.now() - started)
  }
  return { ...row, ours, ratio: row.peer / ours }
}

/** The network as TensorFlow.js runs it, layer by layer, for one window. */
async function compareLayers(window: number): Promise<Row> {
  const model = modelOf('network', window, hop)
  const decoder: TrainedNetwork = networkOf(model)
  const [channels, classes] = [model.electrodes.length, model.classes.length]
  const loaded = await loadWasmBackend()
  const spec = {
    network: decoder.network,
    mode: 'fixed' as const,
    channels,
    neurons: channels,
    samples: window,
    classes,
  }
  const learner = createTfLearner(loaded.tf, spec, { ...loaded, form: 'layered' })
  await learner.load(decoder.parameters)
  await learner.loadStatistics(decoder.statistics)
  const windows = windowsOf(model, 200)
  const stream = createWindowClassifier(model)
  const first = stream.next(windows[0]!)
  const logits = await learner.evaluate(separateExamples(windows[0]!.data, channels, window), Int32Array.of(0))
  const worst = Math.max(...logits.map((logit, c) => Math.abs(logit - logits[0]! - (first[c]! - first[0]!))))
  process.stdout.write(`Layers and decoder, windows of ${window}: logits differ by ${worst.toExponential(1)} at most\n`)
  let round = 1
  return compare({
    what: `network: a hop of ${hop} samples, 8 electrodes, windows of ${window}`,
    peerName: 'TensorFlow.js layers on wasm, one window',
    goal,
    repeats: 150,
    ours: () => stream.next(windows[round++ % windows.length]!),
    peer: () => learner.evaluate(separateExamples(windows[0]!.data, channels, window), Int32Array.of(0)),
  })
}

/** Slope of the logarithms: 0 is flat, 1 grows with the length. */
function exponent(costs: readonly number[]): number {
  const [x, y] = [lengths.map(Math.log), costs.map(Math.log)]
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
  const [mx, my] = [mean(x), mean(y)]
  const slope = x.reduce((sum, value, i) => sum + (value - mx) * (y[i]! - my), 0)
  return slope / x.reduce((sum, value) => sum + (value - mx) ** 2, 0)
}

const rows: Row[] = []
const growth: string[] = []
for (const kind of decoderKinds) {
  const measured: Row[] = []
  for (const length of lengths) measured.push(await compareKind(kind, length, hop))
  rows.push(...measured.filter((_, i) => lengths[i] === 320 || lengths[i] === 1125))
  rows.push(await compareKind(kind, 320, 16), await compareKind(kind, 1125, 16))
  const costs = measured.map(({ ours }) => `${(1000 * ours).toFixed(0)} µs`).join(', ')
  const [hops, wholes] = [measured.map(({ ours }) => ours), measured.map(({ peer }) => peer)]
  growth.push(
    `${kind}: a hop at ${lengths.join(', ')} samples costs ${costs}; ` +
      `it grows with length^${exponent(hops).toFixed(2)}, the whole window with length^${exponent(wholes).toFixed(2)}\n`,
  )
}
rows.push(await compareLayers(320), await compareLayers(1125))
present(rows)
process.stdout.write(growth.join(''))
