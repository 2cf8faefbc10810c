import { describe, expect, test } from 'vitest'
import { AppError } from '../domain/error'
import { createRandom } from '../domain/random'
import type { PipelineSpec, SignalWindow, SourceInfo } from '../domain/signal'
import { defaultPipeline, restrictSpec } from './defaults'
import { createPipeline } from './pipeline'
import { toPipelineSample } from './spec'

const info: SourceInfo = { channels: ['C3', 'Cz', 'C4'], sampleRate: 160 }
const spec = restrictSpec(defaultPipeline(160), info.channels)

function noise(length: number, channels = 3): Float32Array[] {
  const random = createRandom(7)
  return Array.from({ length: channels }, (_, c) =>
    Float32Array.from({ length }, () => 2000 * c + 20 * random.normal()),
  )
}

const slice = (data: Float32Array[], from: number, to: number): Float32Array[] =>
  data.map((channel) => channel.subarray(from, to))

/** Equal in every value; says where they differ instead of printing a million numbers. */
function expectSame(actual: readonly SignalWindow[], expected: readonly SignalWindow[]): void {
  expect(actual.map(({ start }) => start)).toEqual(expected.map(({ start }) => start))
  const different = actual.findIndex(({ data }, i) => data.some((value, k) => value !== expected[i]!.data[k]))
  expect(different, 'position of the first window that differs').toBe(-1)
}

function codeOf(run: () => unknown): { code: string; message: string; hint?: string } {
  try {
    run()
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.data
  }
  throw new Error('expected an AppError')
}

describe('the grid of windows', () => {
  test('the first window is the first two seconds, then one comes every ten samples', () => {
    const windows = createPipeline(spec, info).push({ start: 0, data: noise(400) })
    expect(windows.map((w) => [w.start, w.end])).toEqual(Array.from({ length: 9 }, (_, i) => [10 * i, 10 * i + 320]))
    expect(windows[0]!.data).toHaveLength(3 * 320)
  })

  test('a stream that starts in the middle keeps to multiples of the hop', () => {
    const windows = createPipeline(spec, info).push({ start: 1003, data: noise(400) })
    expect(windows[0]!.start).toBe(1010)
    expect(windows[0]!.end).toBe(1330)
  })

  test('a warm-up longer than the window holds windows back', () => {
    const windows = createPipeline({ ...spec, warmUp: 3 }, info).push({ start: 0, data: noise(700) })
    expect(windows[0]!.end).toBe(480)
  })

  test('windows belong to the receiver: later samples do not change them', () => {
    const pipeline = createPipeline(spec, info)
    const data = noise(800)
    const [first] = pipeline.push({ start: 0, data: slice(data, 0, 320) }) as [SignalWindow]
    const copy = first.data.slice()
    pipeline.push({ start: 320, data: slice(data, 320, 800) })
    expect(first.data).toEqual(copy)
  })

  test('what comes out is centred and of unit spread, whatever the offset', () => {
    const windows = createPipeline(spec, info).push({ start: 0, data: noise(3200) })
    const last = windows.at(-1)!.data
    for (let c = 0; c < 3; c++) {
      const row = last.subarray(c * 320, (c + 1) * 320)
      const mean = row.reduce((sum, value) => sum + value) / 320
      const spread = Math.sqrt(row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 320)
      expect(Math.abs(mean)).toBeLessThan(0.05)
      expect(spread).toBeGreaterThan(0.85)
      expect(spread).toBeLessThan(1.15)
    }
  })
})

describe('channels', () => {
  test('are chosen by name, in the order of the spec', () => {
    const data = noise(400)
    const both = createPipeline(restrictSpec(spec, ['C4', 'C3']), info).push({ start: 0, data })[0]!.data
    const all = createPipeline(spec, info).push({ start: 0, data })[0]!.data
    expect(both.subarray(0, 320)).toEqual(all.subarray(640, 960))
    expect(both.subarray(320)).toEqual(all.subarray(0, 320))
  })

  test('that are missing are named, with what came instead', () => {
    const error = codeOf(() => createPipeline(restrictSpec(spec, ['C3', 'FC3', 'CPz']), info))
    expect(error.code).toBe('model/pipeline-mismatch')
    expect(error.message).toContain('FC3 CPz')
    expect(error.message).toContain('C3 Cz C4')
    expect(error.hint).toBeTruthy()
  })
})

describe('rates', () => {
  const at = (sampleRate: number): SourceInfo => ({ ...info, sampleRate })

  test('125 Hz will do for a model of 160 Hz with a low-pass at 40 Hz', () => {
    const windows = createPipeline(spec, at(125)).push({ start: 0, data: noise(500) })
    expect(windows[0]).toMatchObject({ start: 0, end: 320 })
    expect(windows.at(-1)!.end).toBe(640)
  })

  test.each([100, 80])('%i Hz will not', (rate) => {
    const error = codeOf(() => createPipeline(spec, at(rate)))
    expect(error.code).toBe('signal/rate-too-low')
    expect(error.message).toMatch(new RegExp(`160 Hz, the source sends ${rate} Hz`))
  })

  test('125 Hz will not do without a low-pass', () => {
    const open: PipelineSpec = { ...spec, filters: spec.filters.filter(({ kind }) => kind === 'highpass') }
    expect(codeOf(() => createPipeline(open, at(125))).code).toBe('signal/rate-too-low')
    expect(() => createPipeline(open, at(250))).not.toThrow()
  })

  test('events meet the pipeline at its rate, later by the delay of the resampler', () => {
    expect(toPipelineSample(672, 160, spec)).toBe(672)
    expect(toPipelineSample(0, 160, spec)).toBe(0)
    const late = toPipelineSample(2500, 250, spec) - 1600
    expect(late).toBeGreaterThanOrEqual(4)
    expect(late).toBeLessThanOrEqual(5)
  })

  test('a pulse is found where its event is said to be, at every rate', () => {
    const pulse = (rate: number): number => {
      const background = (_: number, i: number): number => 10 * Math.sin((2 * Math.PI * 12 * i) / rate)
      const data = noise(rate * 6).map((channel) => channel.map(background))
      data[0]![rate * 4] = 10 * rate
      const window = createPipeline(spec, at(rate)).push({ start: 0, data }).at(-1)!
      const row = Array.from(window.data.subarray(0, 320), Math.abs)
      return window.start + row.indexOf(Math.max(...row)) - toPipelineSample(rate * 4, rate, spec)
    }
    const native = pulse(160)
    for (const rate of [125, 250, 500, 256]) expect(Math.abs(pulse(rate) - native)).toBeLessThanOrEqual(1)
  })
})

describe('gaps', () => {
  const data = noise(2000)
  const run = (parts: [from: number, to: number][], signal = data) => {
    const pipeline = createPipeline(spec, info)
    const windows = parts.flatMap(([from, to]) => pipeline.push({ start: from, data: slice(signal, from, to) }))
    return { windows, gaps: pipeline.gaps }
  }

  test('six lost samples (40 ms) are held at the last value and reported', () => {
    const lost = run([
      [0, 500],
      [506, 1000],
    ])
    const filled = noise(2000).map((channel) => channel.fill(channel[499]!, 500, 506))
    expect(lost.gaps).toEqual([{ start: 500, length: 6, action: 'held' }])
    expectSame(lost.windows, run([[0, 1000]], filled).windows)
  })

  test('seven start everything anew, and time goes on', () => {
    const { windows, gaps } = run([
      [0, 500],
      [507, 1500],
    ])
    expect(gaps).toEqual([{ start: 500, length: 7, action: 'reset' }])
    const after = windows.filter((w) => w.end > 500)
    expect(after[0]!.start).toBe(510)
    expect(windows.every((w) => w.end <= 500 || w.start >= 507)).toBe(true)
    expectSame(after, run([[507, 1500]]).windows)
  })

  test('samples that are no numbers count as lost, in whichever channel', () => {
    const broken = noise(2000)
    broken[1]!.fill(NaN, 500, 503)
    broken[2]![503] = Infinity
    const held = noise(2000)
    held[1]!.fill(held[1]![499]!, 500, 503)
    held[2]![503] = held[2]![502]!
    const result = run([[0, 2000]], broken)
    expect(result.gaps).toEqual([{ start: 500, length: 4, action: 'held' }])
    expectSame(result.windows, run([[0, 2000]], held).windows)
  })

  test('every gap has its own forty milliseconds', () => {
    const parts: [number, number][] = [
      [0, 500],
      [505, 600],
      [605, 700],
      [706, 1000],
    ]
    expect(run(parts).gaps.map(({ action }) => action)).toEqual(['held', 'held', 'held'])
  })

  test('lost samples right after unusable ones are one gap, bridged or not', () => {
    const broken = noise(2000)
    broken[1]!.fill(NaN, 496, 500)
    const part = (lost: number): [number, number][] => [
      [0, 500],
      [500 + lost, 1500],
    ]
    expect(run(part(2), broken).gaps).toEqual([{ start: 496, length: 6, action: 'held' }])
    const { gaps, windows } = run(part(3), broken)
    expect(gaps).toEqual([{ start: 496, length: 7, action: 'reset' }])
    expect(windows.filter((w) => w.end > 500)[0]!.start).toBe(510)
  })

  test('too many of them end in a reset at the first good sample', () => {
    const broken = noise(2000)
    broken[0]!.fill(-Infinity, 500, 520)
    const result = run([[0, 2000]], broken)
    expect(result.gaps).toEqual([{ start: 500, length: 20, action: 'reset' }])
    expectSame(
      result.windows.filter((w) => w.end > 506),
      run([[520, 2000]]).windows,
    )
  })

  test('a stream that begins without numbers starts at the first good sample', () => {
    const broken = noise(2000)
    broken[0]![0] = NaN
    broken[0]![1] = NaN
    const result = run([[0, 2000]], broken)
    expect(result.gaps).toEqual([{ start: 0, length: 2, action: 'reset' }])
    expectSame(result.windows, run([[2, 2000]]).windows)
  })

  test('other channels than the chosen ones may hold anything', () => {
    const broken = noise(1000)
    broken[2]!.fill(NaN)
    const pipeline = createPipeline(restrictSpec(spec, ['C3']), info)
    expect(pipeline.push({ start: 0, data: broken }).length).toBeGreaterThan(0)
    expect(pipeline.gaps).toEqual([])
  })
})

describe('chunks that do not fit', () => {
  test('the past is refused', () => {
    const pipeline = createPipeline(spec, info)
    pipeline.push({ start: 100, data: noise(50) })
    const error = codeOf(() => pipeline.push({ start: 149, data: noise(10) }))
    expect(error).toMatchObject({ code: 'input/invalid' })
    expect(error.message).toContain('expected sample 150 or later, got 149')
  })

  test('so are too few channels, channels of unequal length and half samples', () => {
    const pipeline = createPipeline(spec, info)
    expect(codeOf(() => pipeline.push({ start: 0, data: noise(10, 2) })).message).toContain('3 channels, got 2')
    const uneven = [...noise(10, 2), new Float32Array(9)]
    expect(codeOf(() => pipeline.push({ start: 0, data: uneven })).message).toContain('one length')
    expect(codeOf(() => pipeline.push({ start: 0.5, data: noise(10) })).message).toContain('whole sample')
  })

  test('an empty chunk is nothing', () => {
    const pipeline = createPipeline(spec, info)
    expect(pipeline.push({ start: 7, data: noise(0) })).toEqual([])
    expect(pipeline.push({ start: 0, data: noise(330) })[0]!.start).toBe(0)
  })
})

const badSpecs: [string, Partial<PipelineSpec>][] = [
  ['no channel', { channels: [] }],
  ['a channel twice', { channels: ['C3', 'C3'] }],
  ['a hop below one sample', { hop: 0.001 }],
  ['a corner above half the rate', { filters: [{ kind: 'lowpass', order: 4, corners: [90] }] }],
  ['a negative bridge', { bridgeGap: -1 }],
  ['a factor of nothing', { standardise: { kind: 'exponential', factor: 0, epsilon: 1e-4 } }],
]
test.each(badSpecs)('a spec with %s is refused', (_, part) => {
  expect(codeOf(() => createPipeline({ ...spec, ...part }, info)).code).toBe('signal/bad-spec')
})
