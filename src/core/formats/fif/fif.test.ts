import { describe, expect, test } from 'vitest'
import { smallBytes, smallFile, smallNeighbours, smallSamples } from '../../../../test/support/formats'
import { expectSound } from '../../../../test/support/mutations'
import { AppError } from '../../domain/error'
import { openRecording, readRecording, readWhole } from '../registry'
import { memorySource, noNeighbours, type ByteSource, type FileNeighbours } from '../source'

/** A FIF file made by hand: tags in blocks, big-endian. */
function build(...parts: readonly (readonly number[])[]): Uint8Array {
  return Uint8Array.from([...tag(100, 31, new Array<number>(20).fill(0)), ...parts.flat()])
}
const int32 = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >> shift) & 255)
const real32 = (value: number): number[] => int32(new Int32Array(Float32Array.of(value).buffer)[0]!)
const int16 = (value: number): number[] => [(value >> 8) & 255, value & 255]
const tag = (kind: number, type: number, content: readonly number[]): number[] => [
  ...[...int32(kind), ...int32(type), ...int32(content.length), ...int32(0)],
  ...content,
]
const block = (kind: number, ...parts: readonly (readonly number[])[]): number[] => [
  ...tag(104, 3, int32(kind)),
  ...parts.flat(),
  ...tag(105, 3, int32(kind)),
]
const letters = (text: string): number[] => [...new TextEncoder().encode(text)]

/** kind 2 EEG, 3 trigger; unit 107 volt. */
const channel = (
  name: string,
  kind: number,
  { range = 1, calibration = 1e-6, unit = 107, exponent = 0 } = {},
): number[] =>
  tag(203, 30, [
    ...[...int32(1), ...int32(1), ...int32(kind), ...real32(range), ...real32(calibration), ...int32(1)],
    ...[...new Array<number>(48).fill(0), ...int32(unit), ...int32(exponent)],
    ...[...letters(name), ...new Array<number>(16 - name.length).fill(0)],
  ])
const infoOf = (...channels: readonly (readonly number[])[]): number[] =>
  block(101, tag(200, 3, int32(channels.length)), tag(201, 4, real32(100)), channels.flat())
/** Samples `[moment][channel]` of 16 bits. */
const buffer = (...moments: readonly (readonly number[])[]): number[] => tag(300, 2, moments.flat().flatMap(int16))
const nextFile = (name: string): number[] => block(118, tag(115, 3, int32(2)), tag(118, 10, letters(name)))

const two = infoOf(channel('C3', 2), channel('STI101', 3, { calibration: 1, unit: 0 }))
const open = (bytes: Uint8Array, neighbours: FileNeighbours = noNeighbours) =>
  openRecording(memorySource('a_raw.fif', bytes), neighbours)
const beside = (files: Readonly<Record<string, Uint8Array>>): FileNeighbours => ({
  names: Object.keys(files),
  open: (name): ByteSource | null => (files[name] ? memorySource(name, files[name]) : null),
})

describe('files that MNE wrote', () => {
  test.each(['single', 'double', 'int', 'short'])('%s: its samples, its triggers, its annotations', (kind) => {
    const read = readWhole(openRecording(smallFile(`${kind}_raw.fif`)))
    expect(read).toMatchObject({
      ...{ format: 'fif', sampleRate: 250, sampleCount: 600, gaps: [], subjectCode: 'P07' },
      startedAt: '2023-11-14T22:13:24',
    })
    expect(read.data).toEqual(smallSamples(`${kind}_raw.f32`, 4))
    // mne.find_events and raw.annotations, less first_samp 1000.
    expect(read.markers).toEqual([
      { code: '3', sample: 100 },
      { code: 'left: hand', sample: 100, duration: 0.5 },
      { code: '7', sample: 200 },
      { code: '9', sample: 205 },
      { code: 'BAD x', sample: 300 },
      { code: '1', sample: 500 },
    ])
  })
  test('names longer than a channel’s 15 letters, EOG without a site, and what is not read', () => {
    const { info } = openRecording(smallFile('short_raw.fif'), smallNeighbours())
    expect(info.channels.map(({ label, electrode }) => [label, electrode])).toEqual([
      ['Fp1', 'Fp1'],
      ['Cz', 'Cz'],
      ['a label of more than 15 letters', null],
      ['EOG1', null],
    ])
    expect(info.problems.map(({ code, values }) => [code, values!['labels']])).toEqual([
      ['not-read', 'MISC1'],
      ['unknown-label', 'a label of more than 15 letters'],
    ])
  })
})

describe('files made by hand', () => {
  test('range, calibration and the prefix of the unit make microvolts', () => {
    const info = infoOf(channel('C3', 2, { range: 2, calibration: 0.5, exponent: -3 }), channel('C4', 2))
    const read = readWhole(open(build(info, block(102, buffer([3, 5], [-4, 6])))))
    expect(read.data.map((data) => [...data])).toEqual([
      [3000, -4000],
      [5, 6],
    ])
  })
  test('skipped buffers are gaps where the last value is held; a skip before the first is none', () => {
    const skip = (count: number) => tag(301, 3, int32(count))
    const raw = block(102, tag(208, 3, int32(50)), skip(3), buffer([1, 0], [2, 0]), skip(2), buffer([3, 0], [4, 8]))
    const read = readWhole(open(build(two, raw)))
    expect(read).toMatchObject({ sampleCount: 8, gaps: [{ start: 2, length: 4 }], markers: [{ code: '8', sample: 7 }] })
    expect([...read.data[0]!]).toEqual([1, 2, 2, 2, 2, 2, 3, 4])
    expect(read.problems[0]).toMatchObject({ code: 'lost-samples', values: { count: 4, places: 1 } })
  })
  test('a recording goes on in the files that it names', () => {
    const part = (first: number, ...more: readonly (readonly number[])[]) =>
      build(two, block(102, tag(208, 3, int32(first)), buffer([first, 0], [first + 1, 4])), ...more)
    const files = beside({ 'a_raw-1.fif': part(12, nextFile('a_raw-2.fif')), 'a_raw-2.fif': part(14) })
    const reader = open(part(10, nextFile('a_raw-1.fif')), files)
    expect(reader.companions).toEqual(['a_raw-1.fif', 'a_raw-2.fif'])
    expect([...readWhole(reader).data[0]!]).toEqual([10, 11, 12, 13, 14, 15])
    expect(reader.info.markers.map(({ sample }) => sample)).toEqual([1, 3, 5])
    expect([...reader.read(1, 5, [0])[0]!]).toEqual([11, 12, 13, 14])
  })
  test('one of them that is gone, renamed, or names the first again is said', () => {
    const first = build(two, block(102, buffer([1, 0])), nextFile('old-1.fif'))
    expect(open(first).info.problems[0]).toMatchObject({ code: 'companion-missing', values: { expected: 'old-1.fif' } })
    const renamed = open(first, beside({ 'a_raw-1.fif': build(two, block(102, buffer([2, 0]))) }))
    expect(renamed.info.problems[0]).toMatchObject({ code: 'companion-renamed', values: { got: 'a_raw-1.fif' } })
    expect(renamed.info.sampleCount).toBe(2)
    const round = beside({ 'old-1.fif': first })
    expect(open(first, round).info).toMatchObject({ sampleCount: 2, problems: [{ code: 'companion-missing' }] })
  })
  test('a cut in a buffer keeps the whole moments before it', () => {
    const whole = build(two, block(102, buffer([1, 0], [2, 0], [3, 0])))
    const read = readWhole(open(whole.subarray(0, whole.length - 20 - 5)))
    expect([...read.data[0]!]).toEqual([1])
    expect(read.problems[0]).toMatchObject({ code: 'truncated' })
  })
  test.each([
    ['epochs', block(373, tag(302, 4, [])), 'file/unsupported', 'epochs'],
    ['averages', block(104, tag(302, 4, [])), 'file/unsupported', 'averages'],
    ['complex samples', block(102, tag(300, 20, new Array<number>(64).fill(0))), 'file/unsupported', 'type 20'],
    ['no sample', block(102), 'file/truncated-data', '0 of'],
  ])('%s are refused', (_, part, code, said) => {
    expect(() => open(build(two, part))).toThrow(said)
    expect(() => open(build(two, part))).toThrow(
      expect.objectContaining({ data: expect.objectContaining({ code }) as unknown }),
    )
  })
  test('without an EEG channel it is refused with the names', () =>
    expect(() => open(build(infoOf(channel('MEG 0111', 1)), block(102, buffer([1]))))).toThrow(/MEG 0111/))
})

test('whatever bytes are changed or cut, the file is read or refused with a sentence', () => {
  const plan = { turns: 400, seed: 3, reach: 2400 }
  const refused = expectSound(smallBytes('short_raw.fif'), (bytes) => open(bytes), plan)
  expect(refused).toBeGreaterThan(30)
  expect(refused).toBeLessThan(380)
  expect(() => readRecording('x.fif', smallBytes('short_raw.fif').subarray(0, 300))).toThrow(AppError)
})
