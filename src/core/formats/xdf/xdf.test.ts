import { describe, expect, test } from 'vitest'
import { readData, requireData } from '../../../../test/support/data'
import { AppError } from '../../domain/error'
import { openRecording, readRecording } from '../registry'
import { memorySource } from '../source'

const minimal = requireData('formats/xdf/minimal.xdf')
const resets = requireData('formats/xdf/clock_resets.xdf')

describe.skipIf(!minimal || !resets)('XDF', () => {
  test('samples of 16 bits and markers on the recorder’s clock', () => {
    const read = readRecording('minimal.xdf', readData(minimal!))
    expect(read).toMatchObject({ format: 'xdf', sampleRate: 10, sampleCount: 9, gaps: [] })
    expect(read.data.map((channel) => [...channel])).toEqual([
      [192, 12, 13, 14, 15, 12, 13, 14, 15],
      [255, 22, 23, 24, 25, 22, 23, 24, 25],
      [238, 32, 33, 34, 35, 32, 33, 34, 35],
    ])
    // pyxdf 1.17: signal from 5.0 s to 5.8 s, markers from 5.1 s to 5.9 s; the last one is after the signal.
    expect(read.markers.map(({ sample }) => sample)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  test('a clock that was set anew: both stretches at their place, 273.9 s apart', () => {
    const bytes = readData(resets!)
    const read = readRecording('clock_resets.xdf', bytes)
    // pyxdf 1.17: 12876 and 14939 samples, 92.934 a second, 273.879 s from the last of the one to the first of the other.
    expect(read.sampleRate).toBeCloseTo(92.9344, 2)
    expect(read.gaps).toEqual([{ start: 12876, length: expect.closeTo((273.879 - 1 / 92.934) * 92.934, -1) as number }])
    expect(read.sampleCount).toBe(27815 + read.gaps![0]!.length)
    expect(read.problems.map(({ code }) => code)).toEqual(['lost-samples', 'clock-reset', 'unknown-label'])
    // pyxdf: the first marker 2.898 s after the first sample, 175 in all.
    expect(Math.abs(read.markers[0]!.sample / read.sampleRate - 2.898)).toBeLessThan(0.02)
    expect(read.markers.length).toBe(175)
    expect(read.data[0]![13_000]).toBe(read.data[0]![12_875])
    const reader = openRecording(memorySource('clock_resets.xdf', bytes))
    expect(reader.read(12_800, 40_000, [2])[0]).toEqual(read.data[2]!.slice(12_800, 40_000))
  })

  test('a file that ends inside a chunk is read as far as it goes', () => {
    const bytes = readData(resets!)
    const cut = readRecording('cut.xdf', bytes.subarray(0, 500_001))
    expect(cut.problems.map(({ code }) => code)).toContain('truncated')
    expect(cut.sampleCount).toBeGreaterThan(5000)
  })

  test('two streams of EEG are not guessed between', () => {
    const bytes = readData(minimal!)
    const doubled = new Uint8Array([...bytes.subarray(0, bytes.length), ...secondEeg()])
    expect(() => readRecording('two.xdf', doubled)).toThrow(AppError)
    const reader = openRecording(memorySource('two.xdf', doubled), undefined, { streams: { signal: 0, markers: [] } })
    expect(reader.info).toMatchObject({ sampleCount: 9, markers: [] })
  })
})

/** A stream header alone. */
function secondEeg(): number[] {
  const xml =
    '<info><name>Other</name><type>EEG</type><channel_count>2</channel_count><nominal_srate>50</nominal_srate><channel_format>float32</channel_format></info>'
  const content = [2, 0, 7, 0, 0, 0, ...new TextEncoder().encode(xml)]
  return [4, content.length & 255, content.length >> 8, 0, 0, ...content]
}
