import { describe, expect, test } from 'vitest'
import { createRandom } from '../domain/random'
import { samples } from '../domain/units'
import { bytesOf, decode, readRecords, type RecordSignal, type SampleType } from './records'
import { memorySource } from './source'

const random = createRandom(4)

/** Records of equal signals, every byte of them drawn. */
function recordsOf(type: SampleType, samplesPerRecord: number, start: number) {
  const width = bytesOf(type)
  const signals = Array.from({ length: 3 }, (_, i): RecordSignal => ({
    ...{ at: i * samplesPerRecord * width, type, samplesPerRecord },
    ...{ gain: 0.1 * (i + 1), offset: i - 1 },
  }))
  const layout = { start, recordBytes: 3 * samplesPerRecord * width, records: 40, signals }
  const bytes = Uint8Array.from({ length: start + 40 * layout.recordBytes }, () => random.integer(256))
  return { signals, layout, bytes }
}

/** One sample after the other. */
function expected({ signals, layout, bytes }: ReturnType<typeof recordsOf>, from: number, to: number): Float32Array[] {
  return signals.map((signal) =>
    Float32Array.from({ length: to - from }, (_, i) => {
      const [record, within] = [Math.floor((from + i) / signal.samplesPerRecord), (from + i) % signal.samplesPerRecord]
      const one = new Float32Array(1)
      decode(bytes, layout.start + record * layout.recordBytes + signal.at + within * bytesOf(signal.type), signal, one)
      return one[0]!
    }),
  )
}

describe.each(['int16', 'int24', 'float32', 'int32'] as const)('records of %s', (type) => {
  test.each([
    [1, 0],
    [7, 0],
    [8, 0],
    [8, 3],
    [13, 256],
    [160, 256],
  ])('of %i samples from byte %i on are the same whether many or one are taken', (samplesPerRecord, start) => {
    const made = recordsOf(type, samplesPerRecord, start)
    const source = memorySource('x', made.bytes)
    const count = 40 * samplesPerRecord
    for (const [from, to] of [
      [0, count],
      [3, count - 2],
      [Math.floor(count / 2), Math.floor(count / 2) + 5],
    ] as const) {
      const read = readRecords(source, made.layout, { from: samples(from), to: samples(to), signals: made.signals })
      expect(read).toEqual(expected(made, from, to))
    }
  })
})
