import { describe, expect, test } from 'vitest'
import { createRandom } from '../../domain/random'
import { memorySource } from '../source'
import { readEdfHeader } from './header'
import { openEdf, readEdf } from './readEdf'
import { placeStretches, sampleOfRecord } from './stretches'
import { writeEdf } from './writeEdf'

const random = createRandom(4)
const small = {
  sampleRate: 100,
  labels: ['C3', 'Cz', 'C4'],
  data: [0, 1, 2].map(() => Float32Array.from({ length: 500 }, () => 20 * random.normal())),
  markers: [],
}
function patch(bytes: Uint8Array, at: number, text: string): Uint8Array {
  const patched = bytes.slice()
  patched.set(new TextEncoder().encode(text), at)
  return patched
}

describe('a file with pauses (EDF+D)', () => {
  const bytes = patch(writeEdf(small), 192, 'EDF+D')
  const header = readEdfHeader(bytes)
  /** The file, with record `record` saying that it begins at `start`. */
  const begin = (file: Uint8Array, record: number, start: string): Uint8Array =>
    patch(
      file,
      header.headerBytes + (record + 1) * header.recordBytes - 2 * header.signals[3]!.samplesPerRecord,
      `+${start}\x14\x14`,
    )
  const whole = readEdf(bytes)
  // Three seconds, a pause of 5.257 seconds, then the last two.
  const read = readEdf(begin(begin(bytes, 3, '8.257'), 4, '9.257'))

  test('keeps all stretches at their times, holds the last value between them, and says where', () => {
    expect(whole).toMatchObject({ sampleCount: 500, problems: [] })
    expect(whole.gaps).toBeUndefined()
    expect(read.sampleCount).toBe(1026)
    expect(read.gaps).toEqual([{ start: 300, length: 526 }])
    read.data.forEach((data, channel) => {
      expect(data.subarray(0, 300)).toEqual(whole.data[channel]!.subarray(0, 300))
      expect(new Set(data.subarray(300, 826))).toEqual(new Set([whole.data[channel]![299]!]))
      expect(data.subarray(826)).toEqual(whole.data[channel]!.subarray(300))
    })
    expect(read.problems[0]).toMatchObject({ code: 'lost-samples', values: { count: 526, places: 1 } })
  })

  test.each([1, 7, 250, 600])('gives the same samples %i at a time', (step) => {
    const reader = openEdf(memorySource('x.edf', begin(begin(bytes, 3, '8.257'), 4, '9.257')))
    for (let from = 0; from < read.sampleCount; from += step) {
      const part = reader.read(from, from + step, [1])
      expect(part).toEqual([read.data[1]!.subarray(from, from + step)])
    }
  })

  test('ends at a pause of more than an hour, and where time goes backwards', () => {
    for (const start of ['4000', '0.5']) {
      const cut = readEdf(begin(bytes, 3, start))
      expect(cut.sampleCount).toBe(300)
      expect(cut.problems[0]).toMatchObject({ code: 'discontinuous', values: { kept: 3, lost: 2 } })
    }
  })

  test('puts triggers of a status channel behind the pause', () => {
    const timeline = placeStretches(
      [
        { first: 0, count: 2, start: 0 },
        { first: 2, count: 2, start: 10.004 },
      ],
      100,
      100,
    )
    expect([1, 2, 3].map((record) => sampleOfRecord(timeline, record))).toEqual([100, 1000, 1100])
    expect(timeline).toMatchObject({ sampleCount: 1200, gaps: [{ start: 200, length: 800 }] })
  })
})
