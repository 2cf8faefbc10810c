import { createClassifier } from '../src/core/decoder/classifier'
import { createDecoder } from '../src/core/decoder/decoder'
import { createRandom } from '../src/core/domain/random'
import { eegmmidbSites, fixedMotorSet } from '../src/core/montage/regions'
import { defaultPipeline, restrictSpec } from '../src/core/signal/defaults'
import { createPipeline } from '../src/core/signal/pipeline'
import { randomModel } from '../test/support/model'
import { compare, present } from './support/rows'

/** The signal path and the decoder against real time: how much of a second of signal one second of one core handles. */
const sampleRate = 160
const seconds = 30
const random = createRandom(3)
const chunkLength = 16
const chunks = (channels: number) =>
  Array.from({ length: (seconds * sampleRate) / chunkLength }, (_, index) => ({
    start: index * chunkLength,
    data: Array.from({ length: channels }, () =>
      Float32Array.from({ length: chunkLength }, () => 20 * random.normal()),
    ),
  }))

const full = chunks(64)
const eight = chunks(8)
const model = randomModel({ electrodes: fixedMotorSet })
const classify = createClassifier(model)
const window = Float32Array.from({ length: 8 * 320 }, () => random.normal())
/** Real time is the peer: a stretch of signal has to be done before the next one comes. */
const stretchMs = 1000 * seconds

present([
  await compare({
    what: `${seconds} s of 64 channels through the pipeline, chunks of 100 ms`,
    peerName: 'real time',
    goal: 'at least 50 times',
    repeats: 5,
    ours: () => {
      const pipeline = createPipeline(restrictSpec(defaultPipeline(), eegmmidbSites), {
        channels: eegmmidbSites,
        sampleRate,
      })
      for (const chunk of full) pipeline.push(chunk)
    },
    peer: stretchMs,
  }),
  await compare({
    what: `${seconds} s of 8 channels from samples to decisions, chunks of 100 ms`,
    peerName: 'real time',
    goal: 'at least 50 times',
    repeats: 5,
    ours: () => {
      const decoder = createDecoder(model, { channels: fixedMotorSet, sampleRate })
      for (const chunk of eight) decoder.push(chunk)
    },
    peer: stretchMs,
  }),
  await compare({
    what: 'one window of 8 × 320 to probabilities',
    peerName: 'one hop of real time',
    goal: 'at least 50 times',
    repeats: 20,
    ours: () => classify(window),
    peer: 62.5,
  }),
])
