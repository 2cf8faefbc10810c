import { describe, expect, test } from 'vitest'
import { classicalModel } from '../../../test/support/classicalModel'
import { layered } from '../../../test/support/layeredNetwork'
import { networkOf, randomModel } from '../../../test/support/model'
import { publishedNetwork, type TrainedModel } from '../domain/model'
import { createRandom } from '../domain/random'
import type { SignalWindow } from '../domain/signal'
import { toGrid } from '../signal/spec'
import { createClassifier, createWindowClassifier } from './classifier'

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `E${i}`)

/** Noise about a mean that is not zero, so that the edges of a window show. */
function noise(channels: number, length: number, seed = 3): Float32Array[] {
  const random = createRandom(seed)
  return Array.from({ length: channels }, (_, c) =>
    Float32Array.from({ length }, () => random.normal() + 0.4 + 0.1 * c),
  )
}

function windowAt(signal: readonly Float32Array[], start: number, samples: number): SignalWindow {
  const data = new Float32Array(signal.length * samples)
  signal.forEach((channel, c) => data.set(channel.subarray(start, start + samples), c * samples))
  return { start, end: start + samples, data }
}

/** The same with means and offsets that are not zero, as learning leaves them. */
function offset(model: TrainedModel): TrainedModel {
  const decoder = networkOf(model)
  const random = createRandom(6)
  const moved = (values: Float32Array): Float32Array => values.map((value) => value + 0.3 * random.normal())
  const { parameters, statistics } = decoder
  const shifted = { bn1Beta: moved(parameters['bn1Beta']!), bn2Beta: moved(parameters['bn2Beta']!) }
  const means = { bn1Mean: moved(statistics.bn1Mean), bn2Mean: moved(statistics.bn2Mean) }
  return {
    ...model,
    decoder: { ...decoder, parameters: { ...parameters, ...shifted }, statistics: { ...statistics, ...means } },
  }
}

const small = { ...publishedNetwork, taps: [9, 5], filtersPerBank: 2, maps: 3, poolLength: 12, poolStride: 5 }
const networks: [string, TrainedModel][] = [
  ['published, hop of 10', randomModel({ electrodes: names(8), hop: 10 })],
  ['published, hop of 16, window no multiple of it', randomModel({ electrodes: names(3), window: 333, hop: 16 })],
  ['published, every sample', randomModel({ electrodes: names(2), window: 200, hop: 1 })],
  ['published, hop longer than the filter', randomModel({ electrodes: names(2), window: 240, hop: 80 })],
  ['published, the shortest window', randomModel({ electrodes: names(1), window: 75, hop: 20 })],
  ['windows side by side', randomModel({ electrodes: names(2), window: 160, hop: 160 })],
  ['windows apart', randomModel({ electrodes: names(2), window: 160, hop: 200 })],
  ['another network', randomModel({ electrodes: names(4), window: 61, hop: 7, network: small, classes: names(7) })],
  [
    'pools that do not overlap',
    randomModel({ electrodes: names(2), window: 100, hop: 6, network: { ...small, poolStride: 20, maps: 11 } }),
  ],
]

const shapes = networks.map(([name, model]) => [name, offset(model)] as const)

const bank = { sampleRate: 160, taps: 49, bands: [[8, 13] as const, [13, 30] as const] }
const riemann = { kind: 'riemann', bank, covariance: 'ledoit-wolf', strength: 1 } as const
const lda = { kind: 'lda', bank, covariance: 'oas', patterns: null, shrinkage: 'ledoit-wolf' } as const
const plain = { ...bank, taps: 1, bands: [] }
const classical: [string, TrainedModel][] = [
  ['tangent space, hop of 10', classicalModel(riemann, { electrodes: names(8), hop: 10 })],
  [
    'tangent space, window no multiple of the hop',
    classicalModel(riemann, { electrodes: names(3), window: 333, hop: 16 }),
  ],
  ['tangent space, every sample', classicalModel(riemann, { electrodes: names(2), window: 90, hop: 1 })],
  ['tangent space, windows side by side', classicalModel(riemann, { electrodes: names(2), window: 160, hop: 160 })],
  [
    'tangent space, hop longer than what the filters leave',
    classicalModel(riemann, { electrodes: names(2), window: 70, hop: 40 }),
  ],
  ['discriminants of power', classicalModel(lda, { electrodes: names(6), hop: 10 })],
  [
    'discriminants of patterns',
    classicalModel({ ...lda, patterns: 4 }, { electrodes: names(6), window: 200, hop: 13 }),
  ],
  [
    'discriminants, unfiltered',
    classicalModel({ ...lda, bank: plain }, { electrodes: names(4), window: 100, hop: 10 }),
  ],
]

describe('a window of a stream', () => {
  test.each([...shapes, ...classical])('has the bits of the same window alone (%s)', (_, model) => {
    const { window, hop } = toGrid(model.pipeline)
    const hops = Math.ceil((3 * window) / hop)
    const signal = noise(model.electrodes.length, window + hops * hop)
    const stream = createWindowClassifier(model)
    const single = createClassifier(model)
    for (let k = 0; k <= hops; k++) {
      const next = windowAt(signal, k * hop, window)
      expect(stream.next(next), `window ${k}`).toEqual(single(next.data))
    }
  })

  test.each([...shapes, ...classical])(
    'has them too after some were left out, a gap, or a single window between (%s)',
    (_, model) => {
      const { window, hop } = toGrid(model.pipeline)
      const turns = 80
      const signal = noise(model.electrodes.length, 4 * window + 4 * turns * hop)
      const stream = createWindowClassifier(model)
      const single = createClassifier(model)
      const random = createRandom(8)
      for (let turn = 0, k = 0; turn < turns; turn++, k += 1 + random.integer(3)) {
        if (turn % 29 === 28) k += Math.ceil(window / hop)
        if (turn % 31 === 30) stream.classify(windowAt(signal, 5, window).data)
        const next = windowAt(signal, k * hop, window)
        expect(stream.next(next), `window ${k}`).toEqual(single(next.data))
      }
    },
  )

  test.each(shapes)('equals the layers as published (%s)', (_, model) => {
    const { window, hop } = toGrid(model.pipeline)
    const signal = noise(model.electrodes.length, window + 40 * hop)
    const stream = createWindowClassifier(model)
    for (let k = 0; k <= 40; k++) {
      const next = windowAt(signal, k * hop, window)
      const got = stream.next(next)
      if (k % 20 !== 0) continue
      // Differences to the first class: those of the logits, whatever their sum.
      layered(model, next.data, window).forEach((value, c, expected) =>
        expect(Math.abs(got[c]! - got[0]! - (value - expected[0]!))).toBeLessThan(1e-5),
      )
    }
  })

  test('is looked at whole where it does not follow by whole hops', () => {
    const model = randomModel({ electrodes: names(2), window: 160, hop: 16 })
    const [first, second] = [noise(2, 400, 1), noise(2, 400, 2)]
    const stream = createWindowClassifier(model)
    stream.next(windowAt(first, 32, 160))
    const aside = windowAt(second, 40, 160)
    expect(stream.next(aside)).toEqual(createClassifier(model)(aside.data))
    const before = windowAt(second, 8, 160)
    expect(stream.next(before)).toEqual(createClassifier(model)(before.data))
  })
})
