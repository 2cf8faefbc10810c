import { describe, expect, test } from 'vitest'
import { readData, requireData } from '../../../../test/support/data'
import { readRecording } from '../registry'

const small = requireData('formats/bdf/bdf_test.bdf')
const real = requireData('formats/bdf/biosemi_2048hz_73ch.bdf')

describe.skipIf(real === null)('BDF', () => {
  test('the BioSemi recording: 24-bit samples in microvolts, its triggers from the status channel', () => {
    const read = readRecording('biosemi.bdf', readData(real!))
    expect(read).toMatchObject({ format: 'bdf', sampleRate: 2048 })
    expect(read.channels.length).toBe(72)
    expect(read.channels.some(({ label }) => label === 'Status')).toBe(false)
    expect(read.channels.filter(({ electrode }) => electrode !== null).length).toBe(66)
    expect(read.markers).toEqual([{ code: '128', sample: 589 }])
    for (const channel of read.data) expect(channel.every(Number.isFinite)).toBe(true)
  })

  test('a recording of BDF+ without a status channel, at 250 Hz', () => {
    const read = readRecording('bdf_test.bdf', readData(small!))
    expect(read).toMatchObject({ format: 'bdf+', sampleRate: 250, sampleCount: 18250, markers: [] })
    expect(read.data[0]![0]).toBeCloseTo(-1.41859, 4)
  })
})
