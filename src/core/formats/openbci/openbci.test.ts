import { describe, expect, test } from 'vitest'
import { readData, requireData } from '../../../../test/support/data'
import { expectSound } from '../../../../test/support/mutations'
import { AppError } from '../../domain/error'
import { createRandom } from '../../domain/random'
import { openRecording, readRecording } from '../registry'
import { memorySource } from '../source'
import { boardLayouts, guessBoard } from './boards'
import { numberIn } from './rows'

const bytes = (text: string) => new TextEncoder().encode(text)
const number = (text: string) => numberIn(bytes(text), 0, text.length)

/** As GUI 6 writes it: rows `index, channels …, timestamp, marker, formatted`. */
function gui6(rows: readonly { index: number; marker?: number; time?: number }[], rate = 250): string {
  const names =
    'Sample Index, EXG Channel 0, EXG Channel 1, Accel Channel 0, Timestamp, Marker Channel, Timestamp (Formatted)'
  const head = `%OpenBCI Raw EXG Data\n%Number of channels = 2\n%Sample Rate = ${rate} Hz\n%Board = OpenBCI_GUI$BoardCytonSerial\n${names}\n`
  const lines = rows.map(({ index, marker = 0, time = index / rate }, i) =>
    [index % 256, i + 0.25, -i, 0.04, (1.7e9 + time).toFixed(6), marker, '2023-11-14 23:13:20.000'].join(', '),
  )
  return `${head}${lines.join('\n')}\n`
}
const rowsTo = (count: number) => Array.from({ length: count }, (_, index) => ({ index }))

/** As BrainFlow's file streamer writes a board: tabs, six decimals, no header. */
function brainFlow(columns: number, rate: number, count: number, separator = '\t'): string {
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: columns }, (_, c) => {
      if (c === columns - 2) return (1.7e9 + i / rate).toFixed(6)
      if (c === columns - 1) return i === 30 ? '5.000000' : '0.000000'
      return c === 0 ? (i % 256).toFixed(6) : (c + i / 100).toFixed(6)
    }).join(separator),
  ).join('\n')
}

describe('numbers in text', () => {
  test.each([
    '0',
    '-187500.02',
    '1557936053329',
    '0.040',
    '-.5',
    '5.',
    '1e-3',
    '+2.5E4',
    '0.1',
    '123456789.123456',
    '12345678901234567890',
  ])('%s is the number that it is', (text) => expect(number(text)).toBe(Number(text)))
  test('any decimal is the nearest double', () => {
    const dice = createRandom(11)
    for (let turn = 0; turn < 5000; turn++) {
      const text = ((dice.next() - 0.5) * 10 ** dice.integer(8)).toFixed(dice.integer(9))
      expect(number(text)).toBe(Number(text))
    }
  })
  test.each([
    '',
    '-',
    '.',
    'nan',
    '0x1',
    '1.2.3',
    '1 2',
    'Infinity',
    '12:00:53',
    '1e999999999999999999999999999999999999999',
  ])('“%s” is none', (text) => expect(Number.isFinite(number(text))).toBe(false))
})

describe('OpenBCI GUI', () => {
  test('named columns: rate, channels without sites, markers, when it began; what is not read is named', () => {
    const read = readRecording(
      'x.txt',
      bytes(gui6(rowsTo(600).map((row) => (row.index === 300 ? { ...row, marker: 2 } : row)))),
    )
    expect(read).toMatchObject({
      ...{ format: 'openbci', sampleRate: 250, sampleCount: 600, gaps: [], startedAt: '2023-11-14T23:13:20' },
      markers: [{ code: '2', sample: 300 }],
    })
    expect(read.channels).toEqual([1, 2].map((n) => ({ label: `Channel ${n}`, electrode: null, unit: 'µV' })))
    expect([...read.data[0]!.slice(0, 2), read.data[1]![599]]).toEqual([0.25, 1.25, -599])
    expect(read.problems.map(({ code }) => code)).toEqual(['not-read', 'unknown-label'])
    expect(read.problems[0]!.values).toEqual({ labels: 'Accel Channel 0' })
  })
  test('lost packets are held, listed and counted, and markers keep their place in time', () => {
    const kept = rowsTo(1000).filter(({ index }) => index < 400 || index >= 407)
    const read = readRecording(
      'x.txt',
      bytes(gui6(kept.map((row) => (row.index === 500 ? { ...row, marker: 1 } : row)))),
    )
    expect(read).toMatchObject({ sampleCount: 1000, gaps: [{ start: 400, length: 7 }], markers: [{ sample: 500 }] })
    expect(read.problems[0]).toMatchObject({ code: 'lost-samples', values: { count: 7, places: 1 } })
    expect([...read.data[0]!.slice(398, 409)]).toEqual([
      398.25,
      ...Array.from({ length: 8 }, () => 399.25),
      400.25,
      401.25,
    ])
  })
  test('a line that is damaged is a lost sample, and said', () => {
    const lines = gui6(rowsTo(800)).split('\n')
    lines[105] = lines[105]!.replace('100.25', '1*0.25')
    lines[505] = '17, 3.5'
    const read = readRecording('x.txt', bytes(lines.join('\n')))
    expect(read.gaps).toEqual([
      { start: 100, length: 1 },
      { start: 500, length: 1 },
    ])
    expect(read.problems.find(({ code }) => code === 'bad-annotation')).toMatchObject({ values: { count: 2 } })
  })
  test('any part read is that part of the whole, however far in the file', () => {
    const kept = rowsTo(30_000).filter(({ index }) => index % 997 > 3)
    const reader = openRecording(memorySource('x.txt', bytes(gui6(kept))))
    const whole = reader.read(0, reader.info.sampleCount)
    const dice = createRandom(3)
    for (let turn = 0; turn < 40; turn++) {
      const from = dice.integer(reader.info.sampleCount)
      const to = from + dice.integer(900)
      expect(reader.read(from, to, [1])[0]).toEqual(whole[1]!.slice(from, to))
    }
  })
  test('a header without a rate is refused, naming it', () => {
    const read = () => readRecording('x.txt', bytes(gui6(rowsTo(10)).replace('Sample Rate', 'Rate')))
    expect(read).toThrow(
      expect.objectContaining({ data: expect.objectContaining({ code: 'file/not-eeg' }) as unknown }),
    )
    expect(read).toThrow(/Sample Rate/)
  })
})

describe('BrainFlow', () => {
  test.each([
    [24, 250, 'Cyton', 8],
    [32, 125, 'Cyton + Daisy', 16],
    [32, 250, 'Synthetic', 16],
    [15, 200, 'Ganglion', 4],
  ])('%i columns at %i Hz are of a %s', (columns, rate, name, channels) => {
    const read = readRecording('x.csv', bytes(brainFlow(columns, rate, 700)))
    expect(read).toMatchObject({
      format: 'brainflow',
      sampleRate: rate,
      sampleCount: 700,
      markers: [{ code: '5', sample: 30 }],
    })
    expect(read.channels.length).toBe(channels)
    expect(read.data[2]![50]).toBeCloseTo(3.5, 6)
    expect(read.problems.find(({ code }) => code === 'board-assumed')!.values).toMatchObject({ got: name })
  })
  test('commas do as well as tabs', () =>
    expect(readRecording('x.csv', bytes(brainFlow(24, 250, 300, ','))).sampleCount).toBe(300))
  test('a board whose clock differs keeps its own rate; another rate is measured', () => {
    expect(guessBoard(24, 249.1)).toMatchObject({ board: { name: 'Cyton' }, rate: 250 })
    expect(guessBoard(24, 501.2)).toMatchObject({ board: { name: 'Cyton' }, rate: 501 })
    expect(guessBoard(5, 250)).toBeNull()
  })
  test('every board’s columns lie in its table', () => {
    for (const { columns, exg, index, time, marker } of boardLayouts) {
      const used = [...exg, index, time, marker]
      expect(new Set(used).size).toBe(used.length)
      expect(Math.max(...used)).toBeLessThan(columns)
    }
  })
  test('a damaged time stamp changes neither the board nor the rate', () => {
    const lines = brainFlow(24, 250, 700).split('\n')
    lines[699] = lines[699]!.replace('17000000', '47000000')
    expect(readRecording('x.csv', bytes(lines.join('\n')))).toMatchObject({ sampleRate: 250 })
  })
  test('a table of other numbers is refused', () => {
    const table = Array.from({ length: 20 }, (_, i) => [i, 2, 3, 4, 5].join(',')).join('\n')
    expect(() => readRecording('x.csv', bytes(table))).toThrow(AppError)
    expect(() => readRecording('x.csv', bytes(table))).toThrow(/5 columns/)
  })
})

const v1 = requireData('formats/openbci/openbci_gui_v1_cyton.txt')
const v6 = requireData('formats/openbci/OpenBCI_GUI-v6-blinks-jawClench-alpha.txt')
describe.skipIf(!v1 || !v6)('genuine recordings', () => {
  test('GUI 1, without names and times: every row, and the packets that its numbers say were lost', () => {
    const text = new TextDecoder().decode(readData(v1!))
    const rows = text
      .split('\n')
      .filter((line) => /^\d/.test(line))
      .map((line) => line.split(',').map(Number))
    const read = readRecording('v1.txt', readData(v1!))
    const lost = rows.slice(1).map(([index], i) => (((index! - rows[i]![0]! - 1) % 256) + 256) % 256)
    const gaps = lost.flatMap((length, i) => (length > 0 ? [{ row: i + 1, length }] : []))
    expect(read.gaps!.map(({ length }) => length)).toEqual(gaps.map(({ length }) => length))
    expect(read.sampleCount).toBe(rows.length + lost.reduce((sum, one) => sum + one, 0))
    let at = 0
    rows.forEach((row, i) => {
      at += i === 0 ? 0 : 1 + lost[i - 1]!
      for (const channel of [0, 7]) expect(read.data[channel]![at]).toBe(Math.fround(row[channel + 1]!))
    })
  })
  test('GUI 6: every value, no loss, local time', () => {
    const text = new TextDecoder().decode(readData(v6!))
    const rows = text
      .split('\n')
      .filter((line) => /^\d/.test(line))
      .map((line) => line.split(',').map(Number))
    const read = readRecording('v6.txt', readData(v6!))
    expect(read).toMatchObject({
      sampleCount: rows.length,
      sampleRate: 250,
      gaps: [],
      startedAt: '2019-05-15T12:00:53',
    })
    rows.forEach((row, i) => {
      for (const channel of [0, 3, 7]) expect(read.data[channel]![i]).toBe(Math.fround(row[channel + 1]!))
    })
  })
})

describe('damage', () => {
  const letters = '0123456789-+., E\t\n%:x\0\xff'
  test.each([
    ['a GUI file', 'x.txt', gui6(rowsTo(300)), 600],
    ['a table', 'x.csv', brainFlow(15, 200, 120), 300],
  ])('whatever is changed in %s, it is read or refused with a sentence', (_, name, text, reach) => {
    const open = (damaged: Uint8Array) => openRecording(memorySource(name, damaged))
    const refused = expectSound(bytes(text), open, { turns: 400, seed: 6, reach, letters })
    expect(refused).toBeGreaterThan(10)
    expect(refused).toBeLessThan(390)
  })
})
