import { describe, expect, test } from 'vitest'
import { gatherExamples } from '../../src/core/domain/examples'
import { createRandom } from '../../src/core/domain/random'
import type { SignalWindow } from '../../src/core/domain/signal'
import { readEdfHeader } from '../../src/core/formats/edf/header'
import { writeEdf } from '../../src/core/formats/edf/writeEdf'
import type { RecordingReader } from '../../src/core/formats/reader'
import { openRecording } from '../../src/core/formats/registry'
import { memorySource } from '../../src/core/formats/source'
import { collectCrops } from '../../src/core/signal/collect'
import { cropsOfTrial } from '../../src/core/signal/crops'
import { defaultCrops, defaultPipeline, restrictSpec } from '../../src/core/signal/defaults'
import { createPipeline } from '../../src/core/signal/pipeline'
import { toPipelineSample } from '../../src/core/signal/spec'
import { createRecordingSource } from '../../src/drivers/recording/recordingSource'

const sites = ['C3', 'Cz', 'C4']
const info = { channels: sites, sampleRate: 200 }
const spec = restrictSpec(defaultPipeline(), ['C4', 'C3'])
/** Seconds after which the recorder paused, and for how long: the last is short enough to be bridged. */
const pauses = [
  { after: 12, seconds: 7.31 },
  { after: 25, seconds: 0.02 },
]

/** Forty seconds of EDF+D that were recorded in three stretches. */
function discontinuous(): RecordingReader {
  const random = createRandom(11)
  const data = sites.map(() => Float32Array.from({ length: 40 * 200 }, () => 15 * random.normal()))
  const bytes = writeEdf({ sampleRate: 200, labels: sites, data, markers: [] })
  bytes.set(new TextEncoder().encode('EDF+D'), 192)
  const header = readEdfHeader(bytes)
  for (let record = 0; record < 40; record++) {
    const start = pauses.reduce((at, { after, seconds }) => (record >= after ? at + seconds : at), record)
    const at = header.headerBytes + (record + 1) * header.recordBytes - 2 * header.signals[3]!.samplesPerRecord
    const annotation = new TextEncoder().encode(`+${Number(start.toFixed(3))}\x14\x14\0`)
    bytes.fill(0, at, header.headerBytes + (record + 1) * header.recordBytes)
    bytes.set(annotation, at)
  }
  return openRecording(memorySource('pauses.edf', bytes))
}

async function replay(recording: RecordingReader, speed: number): Promise<SignalWindow[]> {
  let ms = 0
  const clock = { nowMs: () => ms, monotonicMs: () => ms }
  const source = createRecordingSource({ recording, label: 'R', electrodes: sites, events: [], speed, clock })
  const pipeline = createPipeline(spec, source.info)
  await source.start()
  const windows: SignalWindow[] = []
  for (let batches = source.poll(); batches !== null; batches = source.poll()) {
    for (const { chunk } of batches) windows.push(...pipeline.push(chunk))
    ms += 37
  }
  return windows
}

describe('a recording with pauses', () => {
  const recording = discontinuous()
  const cues = [600, 2300, 2500, 3000, 4300, 6600, 8000]

  test('has them as gaps', () => {
    expect(recording.info.gaps).toEqual([
      { start: 2400, length: 1462 },
      { start: 6462, length: 4 },
    ])
    expect(recording.info.sampleCount).toBe(40 * 200 + 1466)
  })

  test.each([0, 1, 9])('trains on the very windows that its replay at speed %d decodes', async (speed) => {
    const { read, info: about } = recording
    const set = await collectCrops({
      ...{ data: { sampleCount: about.sampleCount, gaps: about.gaps!, read }, info, spec, cues, crops: defaultCrops },
    })
    const windows = new Map((await replay(recording, speed)).map((window) => [window.start, window.data]))
    const startsOf = (cue: number) => cropsOfTrial(toPipelineSample(cue, info.sampleRate, spec), spec, defaultCrops)
    const whole = cues.flatMap((cue, trial) => (startsOf(cue).every((start) => windows.has(start)) ? [trial] : []))
    expect(whole.length).toBeGreaterThan(2)
    expect(set.leftOut).toEqual([...cues.keys()].filter((trial) => !whole.includes(trial)))
    expect(set.leftOut.length).toBeGreaterThan(0)
    const crops = gatherExamples(
      set.examples,
      set.trialIndex.map((_, crop) => crop),
    )
    const size = set.examples.channels * set.examples.samples
    const starts = whole.flatMap((trial) => startsOf(cues[trial]!))
    starts.forEach((start, i) => expect(crops.subarray(i * size, (i + 1) * size)).toEqual(windows.get(start)))
  })
})
