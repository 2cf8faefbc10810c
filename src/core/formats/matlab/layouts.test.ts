import { describe, expect, test } from 'vitest'
import { AppError } from '../../domain/error'
import { toElectrodeName } from '../../montage/names'
import { emptyNumbers, type MatFile, type MatNumbers, type MatValue } from '../mat/values'
import { readBbci } from './bbci'
import { highGammaMotorSites } from './highGamma'
import { readPlain } from './plain'

const numbers = (dims: readonly number[], values: readonly number[]): MatNumbers => ({
  ...{ kind: 'numbers', dims },
  values: () => Float64Array.from(values),
  columns: (from, to, rows) =>
    rows.map((row) => Float32Array.from({ length: to - from }, (_, i) => values[(from + i) * dims[0]! + row]!)),
  run: (from, to) => Float32Array.from(values.slice(from, to)),
})
const text = (value: string): MatValue => ({ kind: 'text', text: value })
const cells = (...values: readonly string[]): MatValue => ({
  ...{ kind: 'cells', length: values.length },
  at: (index) => text(values[index]!),
})
const struct = (fields: Readonly<Record<string, MatValue>>): MatValue => ({
  ...{ kind: 'struct', length: 1, fields: Object.keys(fields) },
  get: (name) => fields[name] ?? null,
})
const fileOf = (variables: Readonly<Record<string, MatValue>>): MatFile => ({
  names: Object.keys(variables),
  get: (name) => variables[name] ?? null,
})
const scalar = (value: number) => numbers([1, 1], [value])

describe('a matrix with its labels', () => {
  const basis = { srate: scalar(100), labels: cells('C3', 'Cz'), event_latency: numbers([1, 2], [1, 3]) }
  test('channels are the dimension that has as many entries as there are labels', () => {
    const upright = readPlain(fileOf({ ...basis, data: numbers([2, 3], [1, 4, 2, 5, 3, 6]) }))!
    const lying = readPlain(fileOf({ ...basis, data: numbers([3, 2], [1, 2, 3, 4, 5, 6]) }))!
    for (const layout of [upright, lying]) {
      expect(layout.sampleCount).toBe(3)
      expect(layout.read(1, 3, [1, 0]).map((data) => [...data])).toEqual([
        [5, 6],
        [2, 3],
      ])
    }
  })
  test('events are numbers or texts, and count from 1', () => {
    const data = numbers([2, 3], [1, 4, 2, 5, 3, 6])
    const codes = (event_type: MatValue) => readPlain(fileOf({ ...basis, data, event_type }))!.events
    expect(codes(numbers([1, 2], [769, 770]))).toEqual([
      { code: '769', sample: 0 },
      { code: '770', sample: 2 },
    ])
    expect(codes(cells('left', 'right'))[1]).toEqual({ code: 'right', sample: 2 })
    expect(readPlain(fileOf({ ...basis, data }))!.badEvents).toBe(2)
  })
  test('a matrix that has no dimension of channels is refused', () =>
    expect(() => readPlain(fileOf({ ...basis, data: numbers([3, 5], new Array<number>(15).fill(0)) }))).toThrow(
      /2 channels/,
    ))
  test('other variables are another layout', () => expect(readPlain(fileOf({ x: emptyNumbers }))).toBeNull())
})

describe('the BBCI toolbox', () => {
  const info = { fs: scalar(500), clab: cells('C3', 'Cz'), className: cells('Right Hand', 'Left Hand', 'Rest', 'Feet') }
  const signals = { ch1: numbers([1, 4], [1, 2, 3, 4]), ch2: numbers([4, 1], [5, 6, 7, 8]) }
  test('whole numbers are multiplied by their resolution', () => {
    const layout = readBbci(fileOf({ ...signals, nfo: struct({ ...info, resolution: numbers([1, 2], [0.5, 0.1]) }) }))!
    expect([...layout.read(1, 3, [0])[0]!]).toEqual([1, 1.5])
    expect([...layout.read(0, 1, [1])[0]!]).toEqual([0.5])
  })
  test('an event without a class has its number', () => {
    const mrk = struct({
      ...{ time: numbers([1, 2], [2, 4]), y: numbers([4, 2], [0, 0, 0, 1, 0, 0, 0, 0]) },
      event: struct({ desc: numbers([1, 2], [4, 99]) }),
    })
    expect(readBbci(fileOf({ ...signals, nfo: struct(info), mrk }))!.events).toEqual([
      { code: 'Feet', sample: 1, duration: 4 },
      { code: '99', sample: 2, duration: 4 },
    ])
  })
  test('channels of unequal length, or one that is gone, are refused', () => {
    const uneven = fileOf({ ...signals, ch2: numbers([1, 3], [1, 2, 3]), nfo: struct(info) })
    expect(() => readBbci(uneven)).toThrow(AppError)
    expect(() => readBbci(fileOf({ ch1: signals.ch1, nfo: struct(info) }))).toThrow(/ch2/)
  })
})

test('the 44 electrodes of the High-Gamma dataset are sites, and none twice', () => {
  expect(highGammaMotorSites.map((name) => toElectrodeName(name))).toEqual(highGammaMotorSites)
  expect(new Set(highGammaMotorSites).size).toBe(44)
})
