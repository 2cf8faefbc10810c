import { describe, expect, test } from 'vitest'
import { createRandom } from '../../src/core/domain/random'
import type { Chunk, Gap, PipelineSpec, SignalWindow, SourceInfo } from '../../src/core/domain/signal'
import { gatherExamples } from '../../src/core/domain/examples'
import { collectCrops } from '../../src/core/signal/collect'
import { cropsOfTrial } from '../../src/core/signal/crops'
import { defaultCrops, defaultPipeline, restrictSpec } from '../../src/core/signal/defaults'
import { createPipeline } from '../../src/core/signal/pipeline'
import { toPipelineSample } from '../../src/core/signal/spec'

/** Offsets and drifts, so that a state taken from whole chunks (a mean, a spread, a prefilled filter) would show. */
function signal(channels: number, length: number, seed = 11): Float32Array[] {
  const random = createRandom(seed)
  return Array.from({ length: channels }, (_, c) => {
    let drift = 5000 * random.normal()
    return Float32Array.from({ length }, (_, i) => {
      drift += random.normal()
      return drift + 15 * Math.sin((i * (9 + c)) / 25) + 8 * random.normal()
    })
  })
}

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `E${i + 1}`)

interface Stretch {
  readonly from: number
  readonly to: number
}

/** The stretches that arrived, cut into chunks of `size` samples. */
function cut(data: readonly Float32Array[], stretches: readonly Stretch[], size: number): Chunk[] {
  return stretches.flatMap(({ from, to }) => {
    const chunks: Chunk[] = []
    for (let start = from; start < to; start += size) {
      chunks.push({ start, data: data.map((channel) => channel.subarray(start, Math.min(to, start + size))) })
    }
    return chunks
  })
}

interface Run {
  readonly windows: SignalWindow[]
  readonly gaps: readonly Gap[]
}

function run(spec: PipelineSpec, info: SourceInfo, chunks: readonly Chunk[]): Run {
  const pipeline = createPipeline(spec, info)
  return { windows: chunks.flatMap((chunk) => pipeline.push(chunk)), gaps: pipeline.gaps }
}

/** Equal in every bit; much quicker than asking vitest to walk through a million numbers. */
function expectSame(actual: readonly SignalWindow[], expected: readonly SignalWindow[]): void {
  expect(actual.map(({ start, end }) => [start, end])).toEqual(expected.map(({ start, end }) => [start, end]))
  const different = actual.findIndex(({ data }, i) => !sameBits(data, expected[i]!.data))
  expect(different, 'position of the first window that differs').toBe(-1)
}

const bytes = (data: Float32Array): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength)
const sameBits = (left: Float32Array, right: Float32Array): boolean => bytes(left).equals(bytes(right))

const length = 2400
const whole: Stretch[] = [{ from: 0, to: length }]
const cases: [string, number, Stretch[], (data: Float32Array[]) => void][] = [
  ['at the native rate', 160, whole, () => {}],
  ['from 250 Hz', 250, whole, () => {}],
  ['from 125 Hz', 125, whole, () => {}],
  ['from 2048 Hz', 2048, [{ from: 0, to: 12_000 }], () => {}],
  ['that starts late', 250, [{ from: 777, to: length }], () => {}],
  [
    'with bridged gaps',
    160,
    [
      { from: 0, to: 501 },
      { from: 504, to: 900 },
      { from: 906, to: length },
    ],
    () => {},
  ],
  [
    'with long gaps',
    250,
    [
      { from: 0, to: 901 },
      { from: 1000, to: length },
    ],
    () => {},
  ],
  [
    'with samples that are no numbers',
    160,
    whole,
    (data) => {
      data[0]![0] = NaN
      data[1]!.fill(NaN, 400, 404)
      data[2]!.fill(Infinity, 700, 740)
      data[0]!.fill(NaN, 738, 743)
    },
  ],
  [
    'with lost samples next to unusable ones',
    160,
    [
      { from: 0, to: 600 },
      { from: 603, to: length },
    ],
    (data) => {
      data[1]!.fill(NaN, 598, 606)
    },
  ],
]

describe.each(cases)('a stream %s', (_, sampleRate, stretches, spoil) => {
  const data = signal(3, Math.max(...stretches.map(({ to }) => to)))
  spoil(data)
  const info = { channels: names(3), sampleRate }
  const spec = restrictSpec(defaultPipeline(), info.channels)
  const expected = run(spec, info, cut(data, stretches, Infinity))

  test.each([1, 7, 25, 160])('windows do not depend on the chunk size (%i samples)', (size) => {
    expect(expected.windows.length).toBeGreaterThan(20)
    const actual = run(spec, info, cut(data, stretches, size))
    expect(actual.gaps).toEqual(expected.gaps)
    expectSame(actual.windows, expected.windows)
  })

  test('windows do not depend on how long the stream goes on', () => {
    const half = stretches.map(({ from, to }) => ({ from, to: Math.min(to, 1000) })).filter(({ from, to }) => to > from)
    const early = run(spec, info, cut(data, half, 333)).windows
    expectSame(early, expected.windows.slice(0, early.length))
  })
})

test('eight electrodes give the same rows alone as among sixty-four, bit for bit', () => {
  const info = { channels: names(64), sampleRate: 160 }
  const data = signal(64, 1000)
  const eight = ['E41', 'E3', 'E64', 'E17', 'E1', 'E9', 'E33', 'E50']
  const all = run(restrictSpec(defaultPipeline(), info.channels), info, cut(data, [{ from: 0, to: 1000 }], 160)).windows
  // As a headset with these eight only would send them, in its own order.
  const worn = [...eight].sort()
  const few = run(
    restrictSpec(defaultPipeline(), eight),
    { channels: worn, sampleRate: 160 },
    cut(
      worn.map((name) => data[info.channels.indexOf(name)]!),
      [{ from: 0, to: 1000 }],
      7,
    ),
  ).windows
  expect(few.map(({ start }) => start)).toEqual(all.map(({ start }) => start))
  few.forEach((window, i) => {
    eight.forEach((name, row) => {
      const at = info.channels.indexOf(name)
      const other = all[i]!.data.subarray(at * 320, (at + 1) * 320)
      expect(sameBits(window.data.subarray(row * 320, (row + 1) * 320), other)).toBe(true)
    })
  })
})

test.each([160, 250])('crops of training are windows of the stream, equal in every bit (%i Hz)', async (sampleRate) => {
  const info = { channels: names(4), sampleRate }
  const data = signal(4, sampleRate * 20)
  const spec = restrictSpec(defaultPipeline(), ['E2', 'E4'])
  const cues = [4, 8.19, 12.345].map((time) => Math.round(time * sampleRate))
  const crops = await collectCrops({ data, info, spec, cues, crops: defaultCrops })
  const stream = run(spec, info, cut(data, [{ from: 0, to: sampleRate * 20 }], 8)).windows
  const byStart = new Map(stream.map((window) => [window.start, window.data]))
  const starts = cues.flatMap((cue) => cropsOfTrial(toPipelineSample(cue, sampleRate, spec), spec, defaultCrops))
  expect(starts).toHaveLength(21)
  starts.forEach((start, i) => {
    expect(sameBits(gatherExamples(crops.examples, Int32Array.of(i)), byStart.get(start)!)).toBe(true)
  })
})

test('a restart after a long gap is a fresh start: nothing of the time before is left', () => {
  const info = { channels: names(2), sampleRate: 250 }
  const spec = restrictSpec(defaultPipeline(), info.channels)
  const data = signal(2, 3000)
  const broken = run(
    spec,
    info,
    cut(
      data,
      [
        { from: 0, to: 900 },
        { from: 1111, to: 3000 },
      ],
      50,
    ),
  ).windows
  const fresh = run(spec, info, cut(data, [{ from: 1111, to: 3000 }], 50)).windows
  expect(fresh.length).toBeGreaterThan(10)
  expectSame(broken.slice(-fresh.length), fresh)
})

test('sixty-four channels of two minutes go through in well under a second', () => {
  const info = { channels: names(64), sampleRate: 160 }
  const spec = restrictSpec(defaultPipeline(), info.channels)
  const block = signal(64, 160)
  const pipeline = createPipeline(spec, info)
  const started = performance.now()
  for (let second = 0; second < 125; second++) pipeline.push({ start: second * 160, data: block })
  const tookMs = performance.now() - started
  // The stated bound is a second; other programs share the test machine.
  expect(tookMs).toBeLessThan(3000)
  console.info(`64 channels, 125 s: ${Math.round(tookMs)} ms`)
})
