import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../../src/core/domain/random'
import type { Chunk, DecoderOutput, SourceInfo } from '../../src/core/domain/signal'
import type { TrainedNetwork } from '../../src/core/domain/decoder'
import { createClassifier } from '../../src/core/decoder/classifier'
import { createDecoder } from '../../src/core/decoder/decoder'
import { decideCrops, decideTrials } from '../../src/core/decoder/trials'
import { collectCrops } from '../../src/core/signal/collect'
import { layered } from '../support/layeredNetwork'
import { networkOf, randomModel } from '../support/model'

const electrodes = ['FC3', 'FC4', 'C3', 'Cz', 'C4', 'CP3', 'CPz', 'CP4']
const classes = ['left-fist', 'right-fist', 'both-fists', 'both-feet']
const model = randomModel({ electrodes, classes })

function signal(channels: number, length: number, seed = 21): Float32Array[] {
  const random = createRandom(seed)
  return Array.from({ length: channels }, (_, c) => {
    let drift = 3000 * random.normal()
    return Float32Array.from({ length }, (_, i) => {
      drift += random.normal()
      return drift + 10 * Math.sin(i * (0.3 + 0.02 * c) + Math.sin(i / 300)) + 5 * random.normal()
    })
  })
}

const cut = (data: readonly Float32Array[], from: number, to: number, size: number): Chunk[] =>
  Array.from({ length: Math.ceil((to - from) / size) }, (_, i) => {
    const start = from + i * size
    return { start, data: data.map((channel) => channel.subarray(start, Math.min(to, start + size))) }
  })

function decode(chunks: readonly Chunk[], info: SourceInfo, using = model): DecoderOutput[] {
  const decoder = createDecoder(using, info)
  return chunks.flatMap((chunk) => decoder.push(chunk))
}

describe('the classifier', () => {
  test('equals the golden vector of evaluation under hard selection', () => {
    const golden = JSON.parse(
      readFileSync(new URL('../golden/vectors/select-hard-6to3-300.json', import.meta.url), 'utf8'),
    )
    const flat = (value: unknown): number[] => (value as unknown[]).flat(Infinity) as number[]
    const tensors = (group: object) =>
      Object.fromEntries(Object.entries(group).map(([name, value]) => [name, Float32Array.from(flat(value))]))
    const chosen = [0, 1, 2].map((neuron) => {
      const logits = (golden.parameters.alpha as number[][]).map((row) => row[neuron]!)
      return logits.indexOf(Math.max(...logits))
    })
    const three = randomModel({ electrodes: ['A', 'B', 'C'], classes })
    const classify = createClassifier({
      ...three,
      pipeline: { ...three.pipeline, window: 300 / 160 },
      decoder: {
        ...networkOf(three),
        parameters: tensors(golden.parameters),
        statistics: tensors(golden.runningStatistics) as unknown as TrainedNetwork['statistics'],
      },
    })
    const trials = golden.x as number[][][]
    expect(trials).toHaveLength(4)
    trials.forEach((channels, trial) => {
      const got = classify(Float32Array.from(chosen.flatMap((channel) => channels[channel]!)))
      const logits = golden.expected.logits[trial] as number[]
      const total = Math.log(logits.reduce((sum, value) => sum + Math.exp(value), 0))
      logits.forEach((logit, c) => expect(Math.abs(got[c]! - (logit - total))).toBeLessThan(2e-5))
    })
  })

  test.each([8, 3])('equals the layers as published (%i electrodes, two seconds)', (count) => {
    const some = randomModel({ electrodes: electrodes.slice(0, count), classes, seed: count })
    const random = createRandom(9)
    const window = Float32Array.from({ length: count * 320 }, () => random.normal() + 0.3)
    const expected = layered(some, window, 320)
    createClassifier(some)(window).forEach((value, c) => expect(value).toBeCloseTo(expected[c]!, 6))
  })

  test('depends on nothing but the window', () => {
    const random = createRandom(4)
    const windows = Array.from({ length: 5 }, () => Float32Array.from({ length: 8 * 320 }, () => random.normal()))
    const classify = createClassifier(model)
    const first = windows.map((window) => classify(window))
    expect([...windows].reverse().map((window) => classify(window))).toEqual([...first].reverse())
    expect(createClassifier(model)(windows[3]!)).toEqual(first[3])
  })

  test('refuses parameters and windows of another size', () => {
    const decoder = networkOf(model)
    const damaged = { ...decoder, parameters: { ...decoder.parameters, spatial: new Float32Array(7) } }
    expect(() => createClassifier({ ...model, decoder: damaged })).toThrow(/spatial should have 3200 values/)
    expect(() => createClassifier(model)(new Float32Array(100))).toThrow(/8 × 320 values, got 100/)
  })

  test('takes two milliseconds a window at most', () => {
    const classify = createClassifier(model)
    const window = Float32Array.from({ length: 8 * 320 }, (_, i) => Math.sin(i))
    const times = Array.from({ length: 300 }, () => {
      const started = performance.now()
      classify(window)
      return performance.now() - started
    })
    // The quickest call: other programs share the test machine.
    const each = Math.min(...times)
    console.info(`one window: ${each.toFixed(3)} ms`)
    expect(each).toBeLessThan(2)
  })
})

describe('the decoder', () => {
  const rates: [string, number, number, [number, number][]][] = [
    ['at the native rate', 160, 3000, [[0, 3000]]],
    ['from 250 Hz', 250, 4000, [[0, 4000]]],
    [
      'with a bridged and a long gap',
      160,
      4000,
      [
        [0, 1500],
        [1504, 2000],
        [2050, 4000],
      ],
    ],
  ]
  test.each(rates)('gives equal outputs for any chunking %s', (_, sampleRate, length, stretches) => {
    const info = { channels: electrodes, sampleRate }
    const data = signal(8, length)
    const by = (size: number) =>
      decode(
        stretches.flatMap(([from, to]) => cut(data, from, to, size)),
        info,
      )
    const expected = by(length)
    expect(expected.length).toBeGreaterThan(100)
    for (const size of [1, 7, 25, 160]) expect(by(size)).toEqual(expected)
  })

  test('a longer gap forgets the evidence with everything else', () => {
    const info = { channels: electrodes, sampleRate: 160 }
    const data = signal(8, 3000)
    const careful = { ...model, decision: { ...model.decision, threshold: 1e9 } }
    const broken = decode([...cut(data, 0, 1000, 50), ...cut(data, 1100, 3000, 50)], info, careful)
    const fresh = decode(cut(data, 1100, 3000, 50), info, careful)
    expect(broken.slice(-fresh.length)).toEqual(fresh)
  })

  test('a held-out run scores the same in training and in replay, to the last bit', async () => {
    const info = { channels: ['Fz', ...electrodes], sampleRate: 160 }
    const data = signal(9, 160 * 40)
    // The last one's crops begin within the recording and end after it.
    const trials = [4.2, 12.31, 20.4, 28.49, 37.1].map((time, i) => ({
      sample: Math.round(time * 160),
      classId: classes[i % 4]!,
    }))
    const crops = await collectCrops({
      data,
      info,
      spec: model.pipeline,
      cues: trials.map(({ sample }) => sample),
      crops: model.crops,
    })
    const training = decideCrops(crops, trials, model)
    const rest = { sample: 100, classId: 'rest' }
    const outputs = decode(cut(data, 0, 160 * 40, 11), info)
    const replay = decideTrials({ outputs, events: [rest, ...trials], sourceRate: 160 }, model)
    expect(replay).toEqual(training)
    expect(replay.outcomes).toHaveLength(4)
    expect(replay.leftOut).toBe(1)
  })
})
