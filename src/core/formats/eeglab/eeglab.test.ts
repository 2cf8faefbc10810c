import { describe, expect, test } from 'vitest'
import { requireData } from '../../../../test/support/data'
import { smallBytes, smallFile, smallNeighbours, smallSamples } from '../../../../test/support/formats'
import { expectSound } from '../../../../test/support/mutations'
import { fileSource, neighboursIn } from '../../../../test/support/neighbours'
import { AppError } from '../../domain/error'
import { openRecording, readWhole } from '../registry'
import { memorySource, noNeighbours, type FileNeighbours } from '../source'
import { dirname } from 'node:path'

describe('datasets with their samples inside', () => {
  const expected = smallSamples('eeglab.f32', 4)
  test.each(['inside.set', 'plain.set'])('%s: values, events from 1 on, what was cut out', (name) => {
    const read = readWhole(openRecording(smallFile(name), smallNeighbours()))
    expect(read).toMatchObject({ format: 'eeglab', sampleRate: 250, sampleCount: 625, subjectCode: 'S9' })
    expect(read.gaps).toEqual([
      { start: 400, length: 25 },
      { start: 575, length: 0 },
    ])
    expect(read.markers).toEqual([
      { code: 'left', sample: 100 },
      { code: '7', sample: 299, duration: 0.2 },
      { code: 'boundary', sample: 425 },
      { code: 'right', sample: 524 },
      { code: 'boundary', sample: 575 },
    ])
    expect(read.problems.map(({ code }) => code)).toEqual(['lost-samples', 'joined', 'unknown-label'])
    read.data.forEach((data, c) => {
      expect(data.slice(0, 400)).toEqual(expected[c]!.slice(0, 400))
      expect(data.slice(400, 425)).toEqual(new Float32Array(25).fill(expected[c]![399]!))
      expect(data.slice(425)).toEqual(expected[c]!.slice(400))
    })
    expect(read.channels.map(({ label, electrode }) => [label, electrode])).toEqual([
      ['Fp1', 'Fp1'],
      ['Cz', 'Cz'],
      ['O2', 'O2'],
      ['EOG1', null],
    ])
  })
  test('cut epochs are put one after the other, with a seam between two', () => {
    const read = readWhole(openRecording(smallFile('epochs.set')))
    expect(read).toMatchObject({ sampleCount: 600, problems: [{ code: 'epoched', values: { count: 6 } }, {}] })
    expect(read.gaps).toEqual([100, 200, 300, 400, 500].map((start) => ({ start, length: 0 })))
    expect(read.data).toEqual(expected)
  })
  test('any part read is that part of the whole', () => {
    const reader = openRecording(smallFile('inside.set'))
    const whole = reader.read(0, 625)
    for (const [from, to] of [
      [0, 1],
      [390, 410],
      [405, 420],
      [600, 700],
    ] as const)
      expect(reader.read(from, to, [2])[0]).toEqual(whole[2]!.slice(from, to))
  })
  test('HDF5 is refused where its library was not given', () =>
    expect(() => openRecording(smallFile('v73.set'))).toThrow(/HDF5/))
})

const sample = requireData('formats/eeglab/eeglab_data.set')
describe.skipIf(!sample)('EEGLAB’s own sample dataset', () => {
  const folder = sample ? dirname(sample) : ''
  const read = sample ? readWhole(openRecording(fileSource(sample), neighboursIn(folder))) : null!
  test('32 channels of an .fdt, 154 events', () => {
    expect(read).toMatchObject({ sampleRate: 128, sampleCount: 30504, gaps: [] })
    expect(read.channels.length).toBe(32)
    // MNE 1.13: 154 annotations, the first at 128.0087 samples, the third (rt) at 266.548.
    expect(read.markers.length).toBe(154)
    expect(read.markers.slice(0, 3)).toEqual([
      { code: 'square', sample: 128 },
      { code: 'square', sample: 217 },
      { code: 'rt', sample: 267 },
    ])
    const fdt = neighboursIn(folder).open('eeglab_data.fdt')!.read(0, 3_904_512)
    const values = new Float32Array(fdt.buffer, fdt.byteOffset, fdt.length / 4)
    read.data.forEach((data, c) => expect(data).toEqual(data.map((_, i) => values[i * 32 + c]!)))
  })
  test('is found by its .fdt, and that by another name beside it', () => {
    expect(openRecording(fileSource(sample!.replace('.set', '.fdt')), neighboursIn(folder)).info.sampleCount).toBe(
      30504,
    )
    const renamed = neighboursIn(folder, { 'eeglab_data.set': 'S1.set', 'eeglab_data.fdt': 'S1.fdt' })
    const reader = openRecording(renamed.open('S1.set')!, renamed)
    expect(reader.companions).toEqual(['S1.fdt'])
    expect(reader.info.problems[0]).toMatchObject({ code: 'companion-renamed', values: { got: 'S1.fdt' } })
  })
  test('without its .fdt it is refused; a short one is read as far as it goes, and said', () => {
    expect(() => openRecording(fileSource(sample!), noNeighbours)).toThrow(AppError)
    const whole = neighboursIn(folder)
    const short: FileNeighbours = {
      ...whole,
      open: (name) => (name.endsWith('.fdt') ? memorySource(name, whole.open(name)!.read(0, 128 * 1000 + 60)) : null),
    }
    const { info } = openRecording(fileSource(sample!), short)
    expect(info).toMatchObject({ sampleCount: 1000, problems: [{ code: 'truncated' }, {}, {}] })
  })
})

describe('damage', () => {
  test.each([
    ['inside.set', 9000],
    ['plain.set', 4000],
  ])('whatever bytes of %s are changed or cut, it is read or refused with a sentence', (name, reach) => {
    const open = (bytes: Uint8Array) => openRecording(memorySource(name, bytes))
    const refused = expectSound(smallBytes(name), open, { turns: 400, seed: 21, reach })
    expect(refused).toBeGreaterThan(30)
    expect(refused).toBeLessThan(400)
  })
})
