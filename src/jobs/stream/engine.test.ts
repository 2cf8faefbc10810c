import { expect, test } from 'vitest'
import { createDecoder } from '../../core/decoder/decoder'
import { createRandom } from '../../core/domain/random'
import type { DecoderOutput } from '../../core/domain/signal'
import type { SampleSource, SourceBatch } from '../../core/domain/source'
import type { StreamMessage } from '../../core/domain/stream'
import { createSessionSource } from '../../drivers/recording/sessionSource'
import { AppError } from '../../core/domain/error'
import type { SessionWriter } from '../../store/session/writer'
import { randomModel } from '../../../test/support/model'
import { createFakeTime } from '../../../test/support/time'
import { runStream } from './engine'

const electrodes = ['C3', 'C4']
const model = randomModel({ electrodes, classes: ['left-fist', 'right-fist'] })

/** Seeded noise in chunks of 1 to 9 samples, with the given samples missing. */
function noise(seconds: number, missing: readonly [from: number, to: number][] = []) {
  const random = createRandom(5)
  const chunks = []
  for (let start = 0; start < seconds * 160;) {
    const gap = missing.find(([from, to]) => start >= from && start < to)
    if (gap) start = gap[1]
    const limit = missing.find(([from]) => from > start)?.[0] ?? seconds * 160
    const length = Math.min(1 + random.integer(9), limit - start)
    chunks.push({ start, data: electrodes.map(() => Float32Array.from({ length }, () => 20 * random.normal())) })
    start += length
  }
  return chunks
}

interface Play {
  readonly seconds: number
  readonly missing?: readonly [number, number][]
  readonly cues?: readonly number[]
  readonly speed?: number
}
function play({ seconds, missing, cues = [], speed = 1 }: Play) {
  const time = createFakeTime()
  const events = cues.map((sample) => ({ sample, classId: 'left-fist' }))
  const info = { channels: electrodes, sampleRate: 160 }
  const contents = { label: 'Noise', info, chunks: noise(seconds, missing), events }
  const source = createSessionSource({ contents, speed, clock: time.clock })
  const messages: StreamMessage[] = []
  const cancellation = { requested: false }
  const options = {
    source,
    model,
    decoder: createDecoder(model, info),
    recorder: null,
    sessionId: null,
    sink: (m: StreamMessage) => void messages.push(m),
    ...time,
    cancellation,
  }
  return { time, source, messages, cancellation, options, chunks: contents.chunks }
}
const only = <K extends StreamMessage['kind']>(messages: readonly StreamMessage[], kind: K) =>
  messages.filter((message): message is Extract<StreamMessage, { kind: K }> => message.kind === kind)
const outputsOf = (messages: readonly StreamMessage[]) => only(messages, 'outputs').flatMap(({ items }) => items)

test('every sample and output reaches the page once, in at most twenty messages of a kind a second', async () => {
  const { options, messages, chunks } = play({ seconds: 6 })
  const result = await runStream(options)
  const samples = only(messages, 'samples')
  const sent = samples.flatMap(({ data }) => [...data[1]!])
  expect(sent).toEqual(chunks.flatMap(({ data }) => [...data[1]!]))
  expect(samples.length).toBeLessThanOrEqual(6 * 20 + 2)
  expect(samples.length).toBeGreaterThan(6 * 15)
  // Two seconds of window, one output each 62.5 ms from then on.
  expect(result.outputs).toBe(4 * 16 + 1)
  expect(outputsOf(messages).length).toBe(result.outputs)
  expect(result.latencyMs!.p95).toBeLessThanOrEqual(60)
  expect(only(messages, 'status').at(-1)).toMatchObject({
    outputs: result.outputs,
    decisions: result.decisions,
    receivedSamples: 960,
    lostSamples: 0,
    progress: 1,
    stalled: false,
  })
})

test('a gap is told to the page, counted, and starts a new run of samples', async () => {
  const { options, messages } = play({ seconds: 4, missing: [[300, 340]] })
  const result = await runStream(options)
  expect(result.lostSamples).toBe(40)
  expect(only(messages, 'samples').flatMap(({ gaps }) => gaps)).toEqual([{ start: 300, length: 40 }])
  expect(only(messages, 'samples').some(({ start }) => start === 340)).toBe(true)
})

test('the same samples give the same outputs bit for bit at any speed, and a changed one is found', async () => {
  const live = play({
    seconds: 5,
    missing: [
      [200, 203],
      [500, 530],
    ],
  })
  await runStream(live.options)
  const outputs = outputsOf(live.messages) as DecoderOutput[]
  const replay = async (recorded: DecoderOutput[], closed = true) => {
    const again = play({
      seconds: 5,
      missing: [
        [200, 203],
        [500, 530],
      ],
      speed: 0,
    })
    return runStream({ ...again.options, hurried: true, recorded: { outputs: recorded, closed } })
  }
  expect(await replay(outputs)).toMatchObject({ equalsRecorded: true, firstDifference: null })
  const changed = outputs.map((output, i) =>
    i === 7 ? { ...output, probabilities: Float32Array.of(0.5, 0.5) } : output,
  )
  expect(await replay(changed)).toMatchObject({ equalsRecorded: false, firstDifference: 7 })
  expect(await replay(outputs.slice(0, -1))).toMatchObject({
    equalsRecorded: false,
    firstDifference: outputs.length - 1,
  })
  expect(await replay(outputs.slice(0, -1), false)).toMatchObject({ equalsRecorded: true })
})

test('a trial is decided when its last window is there, and the result has accuracy and confusion', async () => {
  const { options, messages } = play({ seconds: 16, cues: [480, 1120, 2400] })
  const result = await runStream(options)
  const order = messages.filter(({ kind }) => kind === 'trial' || kind === 'samples')
  const first = order.findIndex(({ kind }) => kind === 'trial')
  const before = order.slice(0, first).reduce((end, m) => (m.kind === 'samples' ? m.start + m.data[0]!.length : end), 0)
  expect(before).toBeGreaterThanOrEqual(480 + 4 * 160)
  expect(before).toBeLessThan(480 + 4 * 160 + 32)
  // The last cue comes a second before the end: its trial is not complete.
  expect(result.trials.map(({ cueSample }) => cueSample)).toEqual([480, 1120])
  expect(result.accuracy!.trials).toBe(2)
  expect(result.confusion!.flat().reduce((sum, count) => sum + count, 0)).toBe(2)
  expect(only(messages, 'trial').at(-1)!.accuracy).toEqual(result.accuracy)
})

test('a stop decodes what has come and reports no comparison of the rest', async () => {
  const { options, messages, cancellation, time } = play({ seconds: 60 })
  const timers = {
    async wait(ms: number) {
      time.pass(ms)
      if (time.clock.monotonicMs() >= 3000) cancellation.requested = true
    },
  }
  const result = await runStream({ ...options, timers, recorded: { outputs: [], closed: false } })
  expect(result.seconds).toBeCloseTo(3, 1)
  expect(result.equalsRecorded).toBeNull()
  expect(only(messages, 'samples').reduce((sum, { data }) => sum + data[0]!.length, 0)).toBe(
    Math.round(result.seconds * 160),
  )
})

/** A device that sends one chunk and then nothing. */
function createSilentDevice(clock: { monotonicMs(): number }) {
  const calls: string[] = []
  const batch: SourceBatch = {
    chunk: { start: 0, data: electrodes.map(() => new Float32Array(4)) },
    arrivedAtMs: 0,
    events: [],
    lost: 0,
  }
  let sent = false
  const source: SampleSource = {
    label: 'Silent headset',
    info: { channels: electrodes, sampleRate: 160 },
    start: async () => void calls.push('start'),
    poll() {
      const batches = sent ? [] : [batch]
      sent = true
      return batches
    },
    status: () => ({ battery: 40, backlog: 0, silentMs: clock.monotonicMs() }),
    stop: async () => void calls.push('stop'),
  }
  return { source, calls }
}

function createWriter(failAfter = Infinity) {
  const written: string[] = []
  const put = (what: string) => {
    if (written.length >= failAfter) throw new AppError({ code: 'disk/full', message: 'The disk is full' })
    written.push(what)
  }
  const writer: SessionWriter = {
    samples: () => put('samples'),
    event: () => put('event'),
    output: () => put('output'),
    lost: () => {},
    flush: () => put('flush'),
    close: () => put('close'),
    get byteLength() {
      return written.length
    },
  }
  return { writer, written }
}

test('a silent device is shown as stalled after a second, released after ten, and its record is closed', async () => {
  const { options, messages, time } = play({ seconds: 1 })
  const { source, calls } = createSilentDevice(time.clock)
  const { writer, written } = createWriter()
  await expect(runStream({ ...options, source, recorder: writer })).rejects.toMatchObject({ code: 'device/stalled' })
  const stalled = only(messages, 'status').find((status) => status.stalled)!
  expect(stalled.elapsedSeconds).toBeGreaterThanOrEqual(1)
  expect(stalled.elapsedSeconds).toBeLessThan(1.4)
  expect(time.clock.monotonicMs()).toBeLessThan(10_200)
  expect(calls).toEqual(['start', 'stop'])
  expect(written.at(-1)).toBe('close')
})

test('a full disk ends the record, says so, and decoding goes on', async () => {
  const { options, messages } = play({ seconds: 5 })
  const result = await runStream({ ...options, recorder: createWriter(20).writer })
  expect(result.outputs).toBe(3 * 16 + 1)
  expect(only(messages, 'status')[0]!.recordingStopped).toBeNull()
  expect(only(messages, 'status').at(-1)).toMatchObject({
    recordingStopped: { message: 'The disk is full' },
    recordedBytes: 20,
  })
})

test('a device that cannot start is released', async () => {
  const { options, time } = play({ seconds: 1 })
  const { source, calls } = createSilentDevice(time.clock)
  const broken = { ...source, start: () => Promise.reject(new AppError({ code: 'device/busy', message: 'Busy' })) }
  await expect(runStream({ ...options, source: broken })).rejects.toThrow('Busy')
  expect(calls).toEqual(['stop'])
})
