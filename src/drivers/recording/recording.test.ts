import { expect, test } from 'vitest'
import type { Recording } from '../../core/domain/recording'
import type { SampleSource, SourceBatch } from '../../core/domain/source'
import { readerOf } from '../../core/formats/reader'
import { createRecordingSource } from './recordingSource'
import { createSessionSource } from './sessionSource'

function createFakeClock() {
  let ms = 5000
  return { nowMs: () => 1_000_000 + ms, monotonicMs: () => ms, pass: (more: number) => (ms += more) }
}
const channel = (electrode: string) => ({ label: electrode, electrode, unit: 'µV' })
const ramp = (length: number, offset: number): Float32Array => Float32Array.from({ length }, (_, i) => offset + i)
const recording: Recording = {
  format: 'edf+',
  sampleRate: 160,
  channels: [channel('C3'), channel('Cz'), channel('C4')],
  sampleCount: 800,
  markers: [],
  data: [ramp(800, 0), ramp(800, 1000), ramp(800, 2000)],
  problems: [],
}
const events = [
  { sample: 700, classId: 'both-feet' },
  { sample: 100, classId: 'left-fist' },
]

async function playToEnd(source: SampleSource, pass: () => void): Promise<SourceBatch[]> {
  await source.start()
  const batches: SourceBatch[] = []
  for (let polls = 0; polls < 10_000; polls++) {
    const more = source.poll()
    if (more === null) return batches
    batches.push(...more)
    pass()
  }
  throw new Error('The source does not end')
}
const join = (batches: readonly SourceBatch[], row: number): number[] =>
  batches.flatMap(({ chunk }) => [...chunk.data[row]!])

test.each([0, 1, 7.5])(
  'a recording played at speed %d gives every sample once, in order, with its events',
  async (speed) => {
    const clock = createFakeClock()
    const source = createRecordingSource({
      recording: readerOf(recording),
      label: 'R',
      electrodes: ['C4', 'C3'],
      events,
      speed,
      clock,
    })
    const batches = await playToEnd(source, () => clock.pass(13))
    expect(join(batches, 0)).toEqual([...recording.data[2]!])
    expect(join(batches, 1)).toEqual([...recording.data[0]!])
    expect(batches.flatMap((batch) => batch.events.map(({ classId }) => classId))).toEqual(['left-fist', 'both-feet'])
    expect(Math.max(...batches.map(({ chunk }) => chunk.data[0]!.length))).toBeLessThanOrEqual(40 * Math.max(1, speed))
    expect(source.status().progress).toBe(1)
  },
)

test.each([0, 1, 7.5])('what was not recorded is lost at speed %d, and everything else comes once', async (speed) => {
  const clock = createFakeClock()
  const gaps = [
    { start: 90, length: 20 },
    { start: 300, length: 160 },
  ]
  const source = createRecordingSource({
    ...{ recording: readerOf({ ...recording, gaps }), label: 'R', electrodes: ['Cz'], events, speed, clock },
  })
  const batches = await playToEnd(source, () => clock.pass(13))
  const inGap = (i: number) => gaps.some(({ start, length }) => i >= start && i < start + length)
  expect(join(batches, 0)).toEqual([...recording.data[1]!].filter((_, i) => !inGap(i)))
  expect(batches.flatMap(({ chunk, lost }) => (lost > 0 ? [[chunk.start, lost]] : []))).toEqual([
    [110, 20],
    [460, 160],
  ])
  expect(batches.flatMap((batch) => batch.events.map(({ classId }) => classId))).toEqual(['left-fist', 'both-feet'])
})

test('samples come when they are due, and say when that was', async () => {
  const clock = createFakeClock()
  const source = createRecordingSource({
    recording: readerOf(recording),
    label: 'R',
    electrodes: ['Cz'],
    events: [],
    speed: 2,
    clock,
  })
  await source.start()
  expect(source.poll()).toEqual([])
  clock.pass(51)
  const [batch] = source.poll()!
  expect(batch!.chunk.data[0]!.length).toBe(16)
  expect(batch!.arrivedAtMs).toBe(1_005_050)
  clock.pass(1000)
  expect(source.status().backlog).toBe(320)
})

test('electrodes that the recording lacks are named', () => {
  const make = () =>
    createRecordingSource({
      recording: readerOf(recording),
      label: 'R',
      electrodes: ['C3', 'CP1', 'Oz'],
      events,
      speed: 0,
      clock: createFakeClock(),
    })
  expect(make).toThrow('The recording lacks CP1 Oz; it has C3 Cz C4')
})

test.each([0, 1])('a session played at speed %d gives its own chunks and its own gaps', async (speed) => {
  const clock = createFakeClock()
  const chunks = [0, 5, 9, 30, 130].map((start, i) => ({ start, data: [ramp([5, 4, 1, 100, 2][i]!, start)] }))
  const contents = {
    label: 'S',
    info: { channels: ['C3'], sampleRate: 250 },
    chunks,
    events: [{ sample: 15, classId: 'rest' }],
  }
  const batches = await playToEnd(createSessionSource({ contents, speed, clock }), () => clock.pass(7))
  expect(batches.map(({ chunk }) => chunk)).toEqual(chunks)
  expect(batches.map(({ lost }) => lost)).toEqual([0, 0, 0, 20, 0])
  expect(batches.map((batch) => batch.events.length)).toEqual([0, 0, 0, 1, 0])
})

test('a session without samples ends at once', async () => {
  const contents = { label: 'S', info: { channels: ['C3'], sampleRate: 250 }, chunks: [], events: [] }
  expect(await playToEnd(createSessionSource({ contents, speed: 1, clock: createFakeClock() }), () => {})).toEqual([])
})
