import { describe, expect, test } from 'vitest'
import { readData, requireData } from '../../../../test/support/data'
import { AppError } from '../../domain/error'
import { createRandom } from '../../domain/random'
import { hertz, samples, seconds } from '../../domain/units'
import { eegmmidbSites } from '../../montage/regions'
import { readRecording } from '../registry'
import { readAnnotations } from './annotations'
import { readEdfHeader } from './header'
import { readEdf } from './readEdf'
import { writeEdf, type EdfWriteRequest } from './writeEdf'

const random = createRandom(3)
const small: EdfWriteRequest = {
  subjectCode: 'SIM1',
  startedAt: '2024-03-09T10:20:30',
  equipment: 'Test',
  sampleRate: hertz(100),
  labels: ['C3', 'Cz', 'EEG C4-Ref'],
  data: [0, 1, 2].map(() => Float32Array.from({ length: 500 }, () => 50 * random.normal())),
  markers: [
    { code: 'left-fist', sample: samples(120), duration: seconds(1.5) },
    { code: '脚 both', sample: samples(499) },
  ],
}

/** The error that reading these bytes gives, as plain data. */
function failure(bytes: Uint8Array, name = 'file.edf') {
  try {
    readRecording(name, bytes)
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.data
    throw thrown
  }
  throw new Error('Expected the file to be refused')
}

/** Puts text into a header field of a copy. */
function patch(bytes: Uint8Array, at: number, text: string): Uint8Array {
  const copy = bytes.slice()
  copy.set(new TextEncoder().encode(text), at)
  return copy
}
const signalField = (count: number, before: number, index: number, width: number) =>
  256 + count * before + index * width

describe('what is written comes back', () => {
  const read = readEdf(writeEdf(small))
  test('signals to within one step of 16 bits', () => {
    read.data.forEach((channel, c) => {
      const peak = Math.max(...small.data[c]!.map(Math.abs))
      channel.forEach((value, i) => expect(Math.abs(value - small.data[c]![i]!)).toBeLessThan((peak * 1.02) / 32767))
    })
  })
  test('events on their sample, with duration and any letters', () => expect(read.markers).toEqual(small.markers))
  test('who and when', () => {
    expect(read).toMatchObject({
      subjectCode: 'SIM1',
      startedAt: '2024-03-09T10:20:30',
      format: 'edf+',
      sampleRate: 100,
    })
    expect(read.channels.map((channel) => channel.electrode)).toEqual(['C3', 'Cz', 'C4'])
    expect(read.problems).toEqual([])
  })
  test('writing the same twice gives the same bytes', () => expect(writeEdf(small)).toEqual(writeEdf(small)))
  test('a last record that is not full is filled with the last value', () => {
    const short = { ...small, data: small.data.map((channel) => channel.subarray(0, 450)), markers: [] }
    const back = readEdf(writeEdf(short))
    expect(back.sampleCount).toBe(500)
    expect(back.data[0]![499]).toBe(back.data[0]![449])
  })
})

describe('units and labels', () => {
  const bytes = writeEdf(small)
  const unitAt = (index: number) => signalField(4, 96, index, 8)
  test.each([
    ['mV      ', 1e3],
    ['V       ', 1e6],
    ['nV      ', 1e-3],
    ['\u00b5V', 1],
    ['\u03bcV', 1],
  ])('%s is scaled to microvolts', (unit, factor) => {
    const plain = readEdf(bytes).data[0]![7]!
    const padded = patch(patch(bytes, unitAt(0), '        '), unitAt(0), unit)
    expect(readEdf(padded).data[0]![7]! / plain / factor).toBeCloseTo(1, 6)
  })
  test('a micro sign in Latin-1 is read as well', () => {
    const latin = patch(bytes, unitAt(0), ' V      ')
    latin[unitAt(0)] = 0xb5
    expect(readEdf(latin).channels[0]!.unit).toBe('µV')
  })
  test('a missing unit of an electrode is taken as microvolts, and said', () => {
    const read = readEdf(patch(bytes, unitAt(0), '        '))
    expect(read.channels[0]).toEqual({ label: 'C3', electrode: 'C3', unit: 'µV' })
    expect(read.problems.map((problem) => problem.code)).toEqual(['unknown-unit'])
  })
  test('a channel in degrees is kept as it is, and is no electrode', () => {
    const read = readEdf(patch(bytes, unitAt(1), 'degC    '))
    expect(read.channels[1]).toEqual({ label: 'Cz', electrode: null, unit: 'degC' })
  })
  test('a label twice gives the electrode to the first channel only', () => {
    const read = readEdf(patch(bytes, signalField(4, 0, 1, 16), 'C3..            '))
    expect(read.channels.map((channel) => channel.electrode)).toEqual(['C3', null, 'C4'])
    expect(read.problems[0]).toMatchObject({ code: 'duplicate-label', values: { labels: 'C3..' } })
  })
  test('no channel in volts is refused with the labels', () => {
    const none = [0, 1, 2].reduce<Uint8Array>((copy, index) => patch(copy, unitAt(index), 'bpm     '), bytes)
    expect(failure(none)).toMatchObject({ code: 'file/no-eeg-channels', values: { got: 'C3, Cz, EEG C4-Ref' } })
  })
})

describe('counts that do not fit', () => {
  const bytes = writeEdf(small)
  test('a recording that was never closed (−1 records) is read to its end', () => {
    const read = readEdf(patch(bytes, 236, '-1      '))
    expect(read).toMatchObject({ sampleCount: 500, problems: [] })
  })
  test('more records than the header counts are kept, and said', () => {
    const read = readEdf(patch(bytes, 236, '3       '))
    expect(read.sampleCount).toBe(500)
    expect(read.problems[0]).toMatchObject({ code: 'record-count', values: { expected: 3, got: 5 } })
  })
  test('a cut in a record keeps the whole records and their events', () => {
    const read = readEdf(bytes.subarray(0, bytes.length - 10))
    expect(read).toMatchObject({ sampleCount: 400, markers: [{ code: 'left-fist', sample: 120 }] })
    expect(read.problems).toEqual([
      {
        code: 'truncated',
        message: 'The file ends inside second 5 of 5. The first 4 seconds could be kept.',
        values: { second: 5, total: 5, kept: 4, events: 1 },
      },
    ])
  })
  test('a cut in the first record leaves nothing', () => {
    const header = readEdfHeader(bytes)
    expect(failure(bytes.subarray(0, header.headerBytes + 5))).toMatchObject({
      code: 'file/truncated-data',
      values: { got: 5 },
    })
  })
  test('a header field that is no number is named', () =>
    expect(failure(patch(bytes, 244, 'one     '))).toMatchObject({
      code: 'file/not-eeg',
      values: { expected: 'a number as duration of a record', got: 'one', at: 'byte 244' },
    }))
  test.each(['1e-9', '1e9', '0'])('a duration of a record of %s s makes no rate, and its field is named', (text) =>
    expect(failure(patch(bytes, 244, text.padEnd(8)))).toMatchObject({
      code: 'file/not-eeg',
      values: { got: String(Number(text)), at: 'byte 244' },
    }),
  )
  test('a channel whose physical minimum is its maximum is named as not read', () => {
    const [low, high] = [104, 112].map((before) => signalField(4, before, 1, 8))
    const { channels, problems } = readEdf(patch(patch(bytes, low!, '0       '), high!, '0       '))
    expect(channels.map(({ electrode }) => electrode)).toEqual(['C3', null, 'C4'])
    expect(problems).toMatchObject([{ code: 'not-read', values: { labels: 'Cz' } }])
  })
})

describe('damage', () => {
  test('whatever bytes are changed or cut, the file is read or refused with a sentence', () => {
    const bytes = writeEdf({ ...small, data: small.data.map((channel) => channel.subarray(0, 200)) })
    const dice = createRandom(8)
    let refused = 0
    for (let turn = 0; turn < 3000; turn++) {
      const damaged = bytes.slice(0, dice.next() < 0.5 ? bytes.length : dice.integer(bytes.length))
      const reach = dice.next() < 0.7 ? 256 * 5 : damaged.length
      const letters = '0123456789-+., E\0\xff'
      for (let i = dice.integer(6); i >= 0 && damaged.length > 0; i--) {
        damaged[8 + dice.integer(reach)] = letters.charCodeAt(dice.integer(letters.length))
      }
      try {
        const read = readRecording('file.edf', damaged)
        for (const channel of read.data) expect(channel.length).toBe(read.sampleCount)
      } catch (thrown) {
        refused++
        expect(thrown).toBeInstanceOf(AppError)
      }
    }
    expect(refused).toBeGreaterThan(300)
    expect(refused).toBeLessThan(2900)
  })
})

describe('annotations', () => {
  const list = (text: string) => readAnnotations(new TextEncoder().encode(text))
  test('several texts share one onset', () =>
    expect(list('+1.5\x14\x14\0+2\x150.5\x14a\x14b\x14\0\0').annotations).toEqual([
      { onset: 2, duration: 0.5, text: 'a' },
      { onset: 2, duration: 0.5, text: 'b' },
    ]))
  test('the first list keeps the time of the record', () => expect(list('+1.5\x14\x14\0').start).toBe(1.5))
  test('what is no list is counted and left out', () =>
    expect(list('rubbish\0+3\x14x\x14\0')).toMatchObject({ bad: 1 }))
})

const r04 = requireData('eegmmidb/S001/S001R04.edf')
describe.skipIf(r04 === null)('a real recording of EEGMMIDB', () => {
  const bytes = r04 ? readData(r04) : new Uint8Array()
  const read = r04 ? readRecording('S001R04.edf', bytes) : null!
  test('64 electrodes of the known order, 160 Hz, 125 s, nothing unsound', () => {
    expect(read.channels.map((channel) => channel.electrode)).toEqual(eegmmidbSites)
    expect(read).toMatchObject({ sampleRate: 160, sampleCount: 20000, problems: [], startedAt: '2009-08-12T16:15:00' })
  })
  test('15 cues, each after a rest', () => {
    const counts = { T0: 0, T1: 0, T2: 0 }
    for (const marker of read.markers) counts[marker.code as 'T0']++
    expect(counts.T0).toBe(15)
    expect(counts.T1 + counts.T2).toBe(15)
    expect(read.markers.filter((_, i) => i % 2 === 0).every((marker) => marker.code === 'T0')).toBe(true)
    expect(read.markers[1]).toMatchObject({ sample: 672, duration: 4.1 })
  })
  test.each([
    [0, 0],
    [8, 12345],
    [63, 19999],
  ])('channel %i has the value of sample %i that lies in the file', (channel, sample) => {
    // Header 256 × 66 bytes; a record is 64 × 160 samples and 80 words of annotations; physical equals digital range.
    const at = 16896 + Math.floor(sample / 160) * 2 * (64 * 160 + 80) + 2 * (channel * 160 + (sample % 160))
    expect(read.data[channel]![sample]).toBeCloseTo(new DataView(bytes.buffer).getInt16(at, true), 4)
  })
})

const folder = requireData('formats/malformed/zero_bytes.edf')
describe.skipIf(folder === null)('files that are not sound', () => {
  const load = (path: string) => readData(requireData(path)!)
  test('an empty file', () => expect(failure(load('formats/malformed/zero_bytes.edf')).code).toBe('file/empty'))
  test('a web page', () =>
    expect(failure(load('formats/malformed/html_page_saved_as.edf'), 'Subject00_1.edf')).toMatchObject({
      code: 'file/web-page',
      message: 'This is a web page saved as .edf: it begins with “<!DOCTYPE html>”. Nothing was imported.',
    }))
  test('a cut in the header', () =>
    expect(failure(load('formats/malformed/S001R04_truncated_in_header.edf'))).toMatchObject({
      code: 'file/truncated-header',
      values: { expected: 16896, got: 5000 },
    }))
  test('a cut in a record', () => {
    const read = readRecording('x.edf', load('formats/malformed/S001R04_truncated_mid_record.edf'))
    expect(read.sampleCount).toBe(6400)
    expect(read.problems[0]!.message).toBe('The file ends inside second 41 of 125. The first 40 seconds could be kept.')
    expect(read.problems[0]!.values).toEqual({ second: 41, total: 125, kept: 40, events: read.markers.length })
  })
  test('labels twice', () => {
    const read = readRecording('x.edf', load('formats/edf/duplicate_channel_labels.edf'))
    expect(read.channels.map((channel) => channel.electrode)).toEqual(['F1', 'F2', null])
    expect(read.problems.map((problem) => problem.code)).toEqual(['duplicate-label'])
  })
  test('gaps between records', () => {
    const read = readRecording('x.edf', load('formats/edf/edfplus_d_discontinuous.edf'))
    // Six seconds, twelve hours of nothing, six seconds.
    expect(read).toMatchObject({ sampleRate: 512, sampleCount: 6 * 512 })
    expect(read.problems[0]).toMatchObject({ code: 'discontinuous', values: { kept: 6, lost: 6 } })
    expect(read.channels.every((channel) => channel.electrode === null)).toBe(true)
  })
  test('two sampling rates: the other channel is named', () => {
    const read = readRecording('x.edf', load('formats/edf/test_uneven_samp.edf'))
    expect(read).toMatchObject({ format: 'edf', sampleRate: 100, sampleCount: 11000 })
    expect(Math.max(...read.data[0]!) / 5e6).toBeCloseTo(1, 2)
    expect(read.problems[0]).toMatchObject({ code: 'uneven-rate', values: { labels: '0.2Hz Blk 1/0uV' } })
  })
  test('Chinese annotations, and a first record that starts between two seconds', () => {
    const read = readRecording('x.edf', load('formats/edf/test_utf8.edf'))
    expect(read.markers.map((marker) => marker.code)).toContain('中文测试八个字')
    expect(read.markers[0]).toMatchObject({ code: 'XLSpike', sample: Math.round((1.9511719 - 0.3945312) * 128) })
  })
})
