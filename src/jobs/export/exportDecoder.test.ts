import { unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import type { TrainedModel } from '../../core/domain/model'
import { AppError } from '../../core/domain/error'
import { exportFormats } from '../../core/domain/export'
import { randomModel } from '../../../test/support/model'
import { defaultClassical } from '../../core/model/classical/defaults'
import { encodeDecoder } from './exportDecoder'

const model = randomModel({ electrodes: ['C3', 'Cz', 'C4'] })

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.code
    throw thrown
  }
  return 'none'
}

describe.each(exportFormats)('a decoder as %s', (format) => {
  test('is the same bytes each time', () => {
    expect(encodeDecoder(model, format)).toEqual(encodeDecoder(structuredClone(model), format))
  })

  test('is refused when an array does not fit the network, before anything is written', () => {
    if (model.decoder.kind !== 'network') throw new Error('not a network')
    const { parameters, statistics } = model.decoder
    const cut = { ...model.decoder, parameters: { ...parameters, spatial: new Float32Array(7) } }
    const bare = { ...model.decoder, statistics: { ...statistics, bn2Var: new Float32Array(3) } }
    for (const decoder of [cut, bare]) {
      expect(codeOf(() => encodeDecoder({ ...model, decoder }, format))).toBe('model/damaged')
    }
  })
})

describe('a decoder that is no network', () => {
  const decoder: TrainedModel['decoder'] = {
    ...defaultClassical('lda', 160),
    kind: 'lda',
    patterns: null,
    shrinkage: 0.1,
    filters: [],
    scores: { weight: new Float64Array(12), bias: new Float64Array(4) },
  }

  test('leaves as npz, and as ONNX is refused by its kind', () => {
    expect(Object.keys(unzipSync(encodeDecoder({ ...model, decoder }, 'npz')))).toContain('scores.weight.npy')
    expect(codeOf(() => encodeDecoder({ ...model, decoder }, 'onnx'))).toBe('export/unsupported')
  })

  test('is refused when what it learned does not fit its description', () => {
    const cut = { ...decoder, scores: { weight: new Float64Array(11), bias: new Float64Array(4) } }
    expect(codeOf(() => encodeDecoder({ ...model, decoder: cut }, 'npz'))).toBe('model/damaged')
  })
})

test('an npz is a zip of npy files that names its day as numpy does', () => {
  const files = unzipSync(encodeDecoder(model, 'npz'))
  expect(Object.keys(files)).toContain('temporal.0.weight.npy')
  expect(Object.keys(files).every((name) => name.endsWith('.npy'))).toBe(true)
  expect(String.fromCharCode(...files['metadata.npy']!.subarray(1, 6))).toBe('NUMPY')
})

test('what JSON cannot say is null in the metadata, not broken text', () => {
  const endless: TrainedModel = { ...model, decision: { ...model.decision, memory: Infinity } }
  const text = new TextDecoder().decode(encodeDecoder(endless, 'onnx'))
  expect(text).toContain('"memory":null')
})
