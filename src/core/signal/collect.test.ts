import { expect, test } from 'vitest'
import { gatherExamples } from '../domain/examples'
import { createRandom } from '../domain/random'
import { collectCrops } from './collect'
import { cropsOfTrial } from './crops'
import { defaultCrops, defaultPipeline, restrictSpec } from './defaults'
import { createPipeline } from './pipeline'

const info = { channels: ['C3', 'C4'], sampleRate: 160 }
const spec = restrictSpec(defaultPipeline(), ['C4', 'C3'])
const random = createRandom(3)
const data = info.channels.map(() => Float32Array.from({ length: 3000 }, () => 10 * random.normal()))
const request = { data, info, spec, crops: defaultCrops }

test('a trial has seven crops, from half a second to two seconds after its cue', () => {
  expect(cropsOfTrial(1000, spec, defaultCrops)).toEqual([1080, 1120, 1160, 1200, 1240, 1280, 1320])
})

test('crops start on the grid of the windows, nearest to where they are wanted', () => {
  expect(cropsOfTrial(1004, spec, defaultCrops)[0]).toBe(1080)
  expect(cropsOfTrial(1006, spec, defaultCrops)[0]).toBe(1090)
})

test('steps finer than the hop give no crop twice, and too short a stretch gives none', () => {
  expect(cropsOfTrial(0, spec, { from: 0, to: 2.1, step: 0.01 })).toEqual([0, 10, 20])
  expect(cropsOfTrial(0, spec, { from: 0, to: 1.9, step: 0.25 })).toEqual([])
})

test('keeps all crops of the trials that have them and leaves the others out', async () => {
  // The first starts before the warm-up is over, the third does not end before the recording does.
  const set = await collectCrops({ ...request, cues: [-100, 700, 2500] })
  expect(set.leftOut).toEqual([0, 2])
  expect([...set.trialIndex]).toEqual(new Array(7).fill(1))
  expect(set.examples).toMatchObject({ count: 7, channels: 2, samples: 320 })
  expect(set.examples).toEqual((await collectCrops({ ...request, cues: [700] })).examples)
})

test('crops of a trial share its signal: three and a half seconds of it are kept once', async () => {
  const { examples } = await collectCrops({ ...request, cues: [700] })
  expect(examples.signals.map(({ length }) => length)).toEqual([2 * 560])
  expect([...examples.startOf]).toEqual([0, 40, 80, 120, 160, 200, 240])
})

test('trials that overlap share windows', async () => {
  const set = await collectCrops({ ...request, cues: [700, 740] })
  const all = gatherExamples(
    set.examples,
    set.trialIndex.map((_, crop) => crop),
  )
  const size = 2 * 320
  expect(all.subarray(size, 7 * size)).toEqual(all.subarray(7 * size, 13 * size))
})

test('whoever waits between chunks can stop it', async () => {
  const seen: number[] = []
  const stop = collectCrops({ ...request, cues: [700] }, (done, total) => {
    seen.push(done, total)
    if (done >= 320) throw new Error('enough')
  })
  await expect(stop).rejects.toThrow('enough')
  expect(seen).toEqual([160, 3000, 320, 3000])
})

const gaps = [{ start: 1200, length: 400 }]
/** As a reader holds the last value. */
const held = data.map((channel) => channel.map((value, i) => (i >= 1200 && i < 1600 ? channel[1199]! : value)))
const reader = {
  sampleCount: 3000,
  gaps,
  read: (from: number, to: number) => held.map((channel) => channel.slice(from, to)),
}

test('signals that are read when needed give the crops that arrays give', async () => {
  const cues = [700, 1800, 2300]
  const whole = { sampleCount: reader.sampleCount, read: reader.read }
  expect(await collectCrops({ ...request, data: whole, cues })).toEqual(
    await collectCrops({ ...request, data: held, cues }),
  )
})

test('a gap of the recording is a gap of the stream: no crop from it, and everything starts anew behind it', async () => {
  const cues = [500, 1300, 1440, 2300]
  const set = await collectCrops({ ...request, data: reader, cues })
  // The second lies in the gap, the first crop of the third does.
  expect(set.leftOut).toEqual([1, 2])
  const pipeline = createPipeline(spec, info)
  const windows = [
    { start: 0, data: held.map((channel) => channel.subarray(0, 1200)) },
    { start: 1600, data: held.map((channel) => channel.subarray(1600)) },
  ].flatMap((chunk) => pipeline.push(chunk))
  expect(pipeline.gaps).toEqual([{ start: 1200, length: 400, action: 'reset' }])
  const starts = [500, 2300].flatMap((cue) => cropsOfTrial(cue, spec, defaultCrops))
  const examples = gatherExamples(
    set.examples,
    set.trialIndex.map((_trial, crop) => crop),
  )
  starts.forEach((start, i) => {
    const crop = examples.subarray(i * 640, (i + 1) * 640)
    expect(crop).toEqual(windows.find((window) => window.start === start)!.data)
  })
})

test('a gap that the pipeline bridges is held, as in a stream', async () => {
  const short = { ...reader, gaps: [{ start: 1200, length: 3 }] }
  const set = await collectCrops({ ...request, data: short, cues: [1100] })
  expect(set.leftOut).toEqual([])
})
