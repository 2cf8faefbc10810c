import { describe, expect, test } from 'vitest'
import type { AccuracyFigure } from '../../../../core/domain/model'
import type { StreamMessage } from '../../../../core/domain/stream'
import { evidenceLead, LiveStream, secondsToDecide } from './liveStream.svelte'

const setup = { startedAtMs: 1, electrodes: ['C3', 'C4'], classes: ['left-fist', 'right-fist'], sampleRate: 160 }
const make = () =>
  new LiveStream(
    () => 42,
    (classId) => ({ label: classId, colour: 'red' }),
  )
const samples = (start: number, length: number, extra: Partial<Extract<StreamMessage, { kind: 'samples' }>> = {}) =>
  ({
    kind: 'samples',
    start,
    data: [new Float32Array(length).fill(1), new Float32Array(length).fill(2)],
    events: [],
    gaps: [],
    ...extra,
  }) satisfies StreamMessage
const outputs = (...decisions: number[]): StreamMessage => ({
  kind: 'outputs',
  items: decisions.map((decision, i) => ({
    sample: 400 + 10 * i,
    probabilities: Float32Array.of(0.6, 0.4),
    evidence: Float32Array.of(1.5, -0.5),
    decision,
  })),
})

describe('the page’s end of a stream', () => {
  test('messages that come before the window knows the stream are not lost', () => {
    const live = make()
    live.take(samples(0, 8))
    live.take(outputs(-1, -1))
    live.configure(setup)
    expect(live.ring?.end).toBe(8)
    expect(live.outputs).toBe(2)
  })

  test('the newest decision is kept with the cue that it answers', () => {
    const live = make()
    live.configure(setup)
    live.take(samples(0, 320, { events: [{ sample: 160, classId: 'left-fist' }] }))
    live.take(outputs(-1, 1, -1))
    expect(live.decision).toEqual({ sample: 410, classId: 'right-fist', cue: { sample: 160, classId: 'left-fist' } })
    expect(live.decisions).toBe(1)
    expect(secondsToDecide(live.decision!, 160, 160)).toBeCloseTo(250 / 160)
  })

  test('a trial that is over takes its cue and its decision along; a rest ends one too', () => {
    const live = make()
    live.configure(setup)
    const cue = { sample: 160, classId: 'left-fist' }
    const outcome = { cueSample: 160, classId: 'left-fist', decided: 'right-fist', probabilities: [0.4, 0.6] }
    const accuracy = { value: 0, trials: 1 } as unknown as AccuracyFigure
    live.take(samples(0, 320, { events: [cue] }))
    live.take(outputs(1))
    expect([live.cue, live.between]).toEqual([cue, false])
    live.take({ kind: 'trial', outcome, accuracy })
    expect([live.cue, live.decision, live.between]).toEqual([null, null, true])
    live.take(outputs(0))
    expect(live.decision).toBeNull()
    live.take(samples(320, 160, { events: [{ sample: 400, classId: 'right-fist' }] }))
    live.take(outputs(0))
    expect([live.decision?.classId, live.decision?.cue?.sample]).toEqual(['left-fist', 400])
    live.take(samples(480, 160, { events: [{ sample: 500, classId: 'rest' }] }))
    expect([live.cue, live.decision, live.between]).toEqual([null, null, true])
  })

  test('without cues the newest decision stays', () => {
    const live = make()
    live.configure(setup)
    live.take(outputs(1, -1, -1))
    expect([live.decision?.classId, live.between]).toEqual(['right-fist', false])
  })

  test('a page that came later counts what the stream has counted', () => {
    const live = make()
    live.configure(setup)
    live.take(outputs(1, -1))
    live.take({ kind: 'status', outputs: 400, decisions: 31 } as unknown as StreamMessage)
    live.take(outputs(0))
    expect([live.outputs, live.decisions]).toEqual([401, 32])
  })

  test('the two clocks of a resampled stream are not mixed up', () => {
    const decision = { sample: 480, classId: 'left-fist', cue: { sample: 500, classId: 'left-fist' } }
    expect(secondsToDecide(decision, 160, 250)).toBeCloseTo(1)
  })

  test('lost samples are gaps in what is drawn, even if the source held the last value', () => {
    const live = make()
    live.configure(setup)
    live.take(samples(0, 16, { gaps: [{ start: 4, length: 2 }] }))
    expect([3, 4, 5, 6].map((sample) => Number.isNaN(live.ring!.at(0, sample)))).toEqual([false, true, true, false])
  })

  test('a new stream starts empty; the same one told again changes nothing', () => {
    const live = make()
    live.configure(setup)
    live.take(outputs(0))
    live.configure({ ...setup })
    expect(live.outputs).toBe(1)
    live.configure({ ...setup, startedAtMs: 2 })
    expect([live.outputs, live.decision, live.trials.length]).toEqual([0, null, 0])
  })
})

test('the lead is that of the best class over the second', () => {
  expect(evidenceLead(Float32Array.of(0.5, 3, 1))).toBeCloseTo(2)
  expect(evidenceLead(Float32Array.of(1))).toBe(0)
})
