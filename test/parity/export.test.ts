import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ClassicalSpec } from '../../src/core/domain/decoder'
import { toDecoderSpec } from '../../src/core/domain/decoder'
import { separateExamples } from '../../src/core/domain/examples'
import type { ExportFormat } from '../../src/core/domain/export'
import { exportFormats } from '../../src/core/domain/export'
import type { TrainedModel } from '../../src/core/domain/model'
import { createRandom, type Random } from '../../src/core/domain/random'
import { createClassifier } from '../../src/core/decoder/classifier'
import { createDecoder } from '../../src/core/decoder/decoder'
import { encodeNpy } from '../../src/core/formats/npy'
import { readRecording } from '../../src/core/formats/registry'
import { defaultClassical } from '../../src/core/model/classical/defaults'
import { trainClassical } from '../../src/core/model/classical/trainClassical'
import { cropsOfTrial } from '../../src/core/signal/crops'
import { createPipeline } from '../../src/core/signal/pipeline'
import { toPipelineSample } from '../../src/core/signal/spec'
import { encodeDecoder } from '../../src/jobs/export/exportDecoder'
import { readData, requireData } from '../support/data'
import { drawModel, type ModelWish } from '../support/drawModel'
import { randomModel } from '../support/model'
import { requirePython } from '../support/python'

const python = requirePython()
const edf = requireData('eegmmidb/S001/S001R06.edf')
const folder = mkdtempSync(join(tmpdir(), 'sparsecap-export-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Case {
  readonly model: TrainedModel
  readonly windows: readonly Float32Array[]
}

const motor = ['FC3', 'FC4', 'C3', 'Cz', 'C4', 'CP3', 'CPz', 'CP4']
const letters = (count: number) => Array.from({ length: count }, (_, i) => `class-${String.fromCharCode(97 + i)}`)
const small = { taps: [9], filtersPerBank: 3, maps: 2, poolLength: 20, poolStride: 7 }
const wide = { taps: [33, 17, 5, 3, 1], filtersPerBank: 2, maps: 7, poolLength: 64, poolStride: 64 }
const strict = { batchNormEpsilon: 1e-3, logFloor: 0.4, dropout: 0 }
const odd = ['C3', 'Fußelektrode', 'Ölkappe ÄÖÜ', '"quoted" \\ C4', '中央', '🧠z']

const wishes: Readonly<Record<string, ModelWish>> = {
  one: { electrodes: ['Cz'], classes: letters(2), seed: 1 },
  three: { electrodes: ['C3', 'Cz', 'C4'], classes: letters(3), seed: 2 },
  eight: { electrodes: motor, classes: letters(8), seed: 3 },
  long: { electrodes: motor.slice(0, 2), classes: letters(4), window: 4.5, seed: 4 },
  small: { electrodes: motor.slice(0, 5), classes: letters(5), network: small, seed: 5 },
  wide: { electrodes: motor, classes: letters(2), network: wide, window: 1, seed: 6 },
  floored: { electrodes: motor, classes: letters(4), network: strict, seed: 7 },
  names: { electrodes: odd, classes: ['linke Faust – ü', 'beide Füße', '休息'], seed: 8 },
}

function drawWindows(model: TrainedModel, random: Random): Float32Array[] {
  const length = model.electrodes.length * Math.round(model.pipeline.window * model.pipeline.sampleRate)
  const means = [0, 0.5, -3]
  const drawn = means.map((mean) => Float32Array.from({ length }, () => mean + random.normal()))
  return [...drawn, new Float32Array(length)]
}

function realWindows(model: TrainedModel): Float32Array[] {
  const { channels, sampleRate, data } = readRecording('S001R06.edf', readData(edf!))
  const info = { channels: channels.map(({ electrode, label }) => electrode ?? label), sampleRate }
  const pipeline = createPipeline(model.pipeline, info)
  return pipeline
    .push({ start: 0, data: data.map((channel) => channel.subarray(0, 30 * sampleRate)) })
    .map((window) => window.data)
}

interface Loaded {
  readonly npz: {
    readonly logits: number[][]
    readonly names: Record<string, [number[], string]>
    readonly electrodes: string[]
    readonly classes: string[]
    readonly sampleRate: number
    readonly samples: number
    readonly metadata: Record<string, unknown>
  }
  readonly onnx: {
    readonly logits: number[][]
    readonly oneByOne: number[][]
    readonly probabilities: number[][]
    readonly inputs: [string, (string | number)[]][]
    readonly outputs: [string, (string | number)[]][]
    readonly metadata: Record<string, string>
    readonly producer: string
  }
}

function write(path: string, { model, windows }: Case, formats: readonly ExportFormat[] = exportFormats): void {
  const samples = windows[0]!.length / model.electrodes.length
  const data = Float32Array.from(windows.flatMap((window) => [...window]))
  for (const format of formats) writeFileSync(`${path}.${format}`, encodeDecoder(model, format))
  const shape = [windows.length, model.electrodes.length, samples]
  writeFileSync(`${path}.windows.npy`, encodeNpy({ shape, data }))
}

const largest = (got: readonly number[][], expected: readonly number[][]): number =>
  Math.max(...got.flatMap((row, i) => row.map((value, j) => Math.abs(value - expected[i]![j]!))))

const logSoftmax = (row: readonly number[]): number[] => {
  const top = Math.max(...row)
  const total = Math.log(row.reduce((sum, value) => sum + Math.exp(value - top), 0))
  return row.map((value) => value - top - total)
}

describe.skipIf(!python)('an exported decoder, loaded by Python', () => {
  const cases = new Map<string, Case>()
  let loaded: Record<string, Loaded>
  beforeAll(() => {
    for (const [name, wish] of Object.entries(wishes)) {
      const model = drawModel(wish)
      cases.set(name, { model, windows: drawWindows(model, createRandom(wish.seed).fork('windows')) })
    }
    if (edf) {
      const model = drawModel({ electrodes: motor, classes: letters(4), seed: 9 })
      cases.set('real', { model, windows: realWindows(model) })
    }
    cases.forEach((some, name) => write(join(folder, name), some))
    loaded = JSON.parse(python!.run('decode.py', folder)) as Record<string, Loaded>
  })

  const names = [...Object.keys(wishes), ...(edf ? ['real'] : [])]
  test.each(names)('gives what the decoder gives, by numpy and by onnxruntime: %s', (name) => {
    const { model, windows } = cases.get(name)!
    const { npz, onnx } = loaded[name]!
    const classify = createClassifier(model)
    const expected = windows.map((window) => [...classify(window)])
    expect(expected.length).toBeGreaterThanOrEqual(4)
    const errors = {
      npz: largest(npz.logits.map(logSoftmax), expected),
      onnx: largest(onnx.logits.map(logSoftmax), expected),
      // A shift of all logits, which no softmax shows: numpy has the layers one by one, ONNX the collapsed form.
      logits: largest(onnx.logits, npz.logits),
      probabilities: largest(
        onnx.probabilities,
        expected.map((row) => row.map(Math.exp)),
      ),
      oneByOne: largest(onnx.oneByOne, onnx.logits),
    }
    for (const [what, error] of Object.entries(errors)) expect(error, what).toBeLessThan(1e-5)
  })

  test.each(names)('says what it is: %s', (name) => {
    const { model } = cases.get(name)!
    const { npz, onnx } = loaded[name]!
    const samples = Math.round(model.pipeline.window * model.pipeline.sampleRate)
    const [electrodes, classes] = [model.electrodes.length, model.classes.length]
    expect(onnx.inputs).toEqual([['signal', ['batch', electrodes, samples]]])
    expect(onnx.outputs).toEqual([
      ['logits', ['batch', classes]],
      ['probabilities', ['batch', classes]],
    ])
    expect(npz).toMatchObject({ electrodes: model.electrodes, classes: model.classes, sampleRate: 160, samples })
    expect(JSON.parse(onnx.metadata['electrodes']!)).toEqual(model.electrodes)
    expect(JSON.parse(onnx.metadata['classes']!)).toEqual(model.classes)
    expect(JSON.parse(onnx.metadata['pipeline']!)).toMatchObject(model.pipeline)
    expect(JSON.parse(onnx.metadata['metadata']!)).toEqual(npz.metadata)
    expect(npz.metadata).toMatchObject({ pipeline: model.pipeline, crops: model.crops, samples, sampleRate: 160 })
    expect(onnx.metadata['note']).toContain('not in this file')
    expect(onnx.producer).toBe('Sparsecap')
  })

  test('has the arrays of a state_dict, each under a name with a dot', () => {
    const arrays = Object.entries(loaded['three']!.npz.names).filter(([name]) => name.includes('.'))
    const filters = ['weight', 'bias', 'running_mean', 'running_var']
    expect(Object.fromEntries(arrays.map(([name, [shape]]) => [name, shape]))).toEqual({
      'temporal.0.weight': [10, 1, 1, 65],
      'temporal.1.weight': [10, 1, 1, 41],
      'temporal.2.weight': [10, 1, 1, 27],
      'temporal.3.weight': [10, 1, 1, 17],
      ...Object.fromEntries(filters.map((part) => [`norm1.${part}`, [40]])),
      'spatial.weight': [10, 40, 3, 1],
      ...Object.fromEntries(filters.map((part) => [`norm2.${part}`, [10]])),
      'linear.weight': [3, 170],
      'linear.bias': [3],
    })
    expect(new Set(arrays.map(([, [, type]]) => type))).toEqual(new Set(['float32']))
  })
})

const classical: Readonly<Record<string, ClassicalSpec>> = {
  patterns: defaultClassical('lda', 160),
  tangent: defaultClassical('riemann', 160),
  power: {
    kind: 'lda',
    bank: {
      sampleRate: 160,
      taps: 33,
      bands: [
        [8, 13],
        [13, 30],
      ],
    },
    covariance: 'ledoit-wolf',
    patterns: null,
    shrinkage: 0.1,
  },
  plain: { kind: 'riemann', bank: { sampleRate: 160, taps: 1, bands: [] }, covariance: 'empirical', strength: 0.5 },
}

describe.skipIf(!python)('an exported classical decoder, loaded by Python', () => {
  const own = mkdtempSync(join(folder, 'classical-'))
  const cases = new Map<string, Case>()
  let loaded: Record<string, Loaded>
  beforeAll(() => {
    for (const [name, spec] of Object.entries(classical)) {
      const model = learnClassical(spec)
      const drawn = drawWindows(model, createRandom(5)).slice(0, 3)
      const dead = drawn[0]!.map((value, i) => (i < 320 ? 0 : value))
      const some = { model, windows: [...drawn, dead] }
      cases.set(name, some)
      write(join(own, name), some, ['npz'])
    }
    loaded = JSON.parse(python!.run('decode.py', own)) as Record<string, Loaded>
  })

  test.each(Object.keys(classical))('gives what the decoder gives: %s', (name) => {
    const { model, windows } = cases.get(name)!
    const classify = createClassifier(model)
    const expected = windows.map((window) => [...classify(window)])
    expect(new Set(expected.map(String)).size).toBe(4)
    expect(largest(loaded[name]!.npz.logits.map(logSoftmax), expected)).toBeLessThan(1e-5)
    expect(loaded[name]!.npz.metadata).toMatchObject({ decoder: toDecoderSpec(model.decoder) })
  })
})

/** Learns from noise whose power differs from class to class, on another electrode each. */
function learnClassical(spec: ClassicalSpec): TrainedModel {
  const base = randomModel({ electrodes: ['C3', 'Cz', 'C4', 'CPz'], classes: letters(3) })
  const random = createRandom(17)
  const [channels, samples, count] = [4, 320, 36]
  const labels = Int32Array.from({ length: count }, (_, i) => i % 3)
  const signal = Float32Array.from({ length: count * channels * samples }, (_, i) => {
    const [example, channel] = [Math.floor(i / samples / channels), Math.floor(i / samples) % channels]
    return random.normal() * (labels[example] === channel ? 1.5 : 1)
  })
  const examples = separateExamples(signal, channels, samples)
  return { ...base, decoder: trainClassical(spec, { examples, labels, classes: 3, hop: 10 }) }
}

describe.skipIf(!python)('the pipeline of docs/python', () => {
  test.each([160, 250, 500, 125])('gives the windows of our pipeline from a source of %i Hz', (sampleRate) => {
    const model = drawModel({ electrodes: ['C3', 'Cz', 'C4'], classes: letters(2), seed: 12 })
    const random = createRandom(sampleRate)
    const length = 12 * sampleRate
    const data = model.electrodes.map((_, c) =>
      Float32Array.from({ length }, (_, i) => 4000 * (c - 1) + i / 50 + 20 * random.normal()),
    )
    const expected = createPipeline(model.pipeline, { channels: model.electrodes, sampleRate }).push({ start: 0, data })
    const at = (name: string) => join(folder, `${sampleRate}.${name}`)
    writeFileSync(at('model'), encodeDecoder(model, 'npz'))
    const signal = Float32Array.from(data.flatMap((channel) => [...channel]))
    writeFileSync(at('signal'), encodeNpy({ shape: [3, length], data: signal }))
    const starts = python!.run('windows.py', at('model'), at('signal'), String(sampleRate), at('windows'))
    expect(JSON.parse(starts)).toEqual(expected.map(({ start }) => start))
    expect(expected.length).toBeGreaterThan(100)
    const bytes = readFileSync(at('windows'))
    const got = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
    const wanted = expected.flatMap((window) => [...window.data])
    expect(got).toHaveLength(wanted.length)
    const error = wanted.reduce((most, value, i) => Math.max(most, Math.abs(value - got[i]!)), 0)
    expect(error).toBeLessThan(1e-5)
  })

  test.each([160, 250, 512])(
    'places the crops of trials where learning takes them, on the grid of hops, from %i Hz',
    (rate) => {
      const { pipeline, ...model } = drawModel({ electrodes: ['C3', 'Cz'], classes: letters(2), seed: 13 })
      // A hop of 13 samples: steps of a quarter of a second never meet it by themselves.
      const odd = { ...model, pipeline: { ...pipeline, hop: 13 / 160 } }
      const file = join(folder, `${rate}.crops`)
      writeFileSync(file, encodeDecoder(odd, 'npz'))
      const cues = [0, 1, 655, 1000, 10_007, 123_456]
      const placed = JSON.parse(python!.run('crops.py', file, String(rate), ...cues.map(String))) as number[][]
      const ours = cues.map((cue) => cropsOfTrial(toPipelineSample(cue, rate, odd.pipeline), odd.pipeline, odd.crops))
      expect(placed).toEqual(ours)
      expect(placed.flat().every((start) => start % 13 === 0)).toBe(true)
    },
  )
})

test.skipIf(!python)('what docs/python/README.md shows runs, and decides what our decoder decides', () => {
  const own = mkdtempSync(join(folder, 'readme-'))
  const model = drawModel({ electrodes: motor, classes: letters(4), seed: 21 })
  for (const format of exportFormats) writeFileSync(join(own, `decoder.${format}`), encodeDecoder(model, format))
  const random = createRandom(22)
  const data = motor.map(() => Float32Array.from({ length: 6 * 250 }, () => 20 * random.normal()))
  const signal = Float32Array.from(data.flatMap((channel) => [...channel]))
  writeFileSync(join(own, 'signal.npy'), encodeNpy({ shape: [8, 1500], data: signal }))
  const readme = join(import.meta.dirname, '../../docs/python/README.md')
  const shown = JSON.parse(python!.runIn(own, 'readme.py', readme)) as {
    starts: number[]
    logits: number[][]
    same_logits: number[][]
    probabilities: number[][]
    decided: string[]
    trial: number[][]
  }
  const outputs = createDecoder(model, { channels: motor, sampleRate: 250 }).push({ start: 0, data })
  expect(outputs.length).toBeGreaterThan(50)
  expect(shown.starts).toEqual(outputs.map(({ sample }) => sample - 320))
  expect(
    largest(
      shown.probabilities,
      outputs.map(({ probabilities }) => [...probabilities]),
    ),
  ).toBeLessThan(1e-5)
  expect(largest(shown.logits, shown.same_logits)).toBeLessThan(1e-5)
  const cropped = cropsOfTrial(toPipelineSample(500, 250, model.pipeline), model.pipeline, model.crops)
  expect(shown.trial).toEqual(shown.logits.filter((_, i) => cropped.includes(shown.starts[i]!)))
  expect(shown.trial.length).toBeGreaterThan(3)
  const likeliest = outputs.map(({ probabilities }) => model.classes[probabilities.indexOf(Math.max(...probabilities))])
  expect(shown.decided).toEqual(likeliest)
})
