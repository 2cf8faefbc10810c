import { describe, expect, test } from 'vitest'
import { readData, requireData } from '../../../../test/support/data'
import { AppError } from '../../domain/error'
import { readRecording } from '../registry'

const cases = [
  {
    gdf: 'formats/gdf/S001R04_GDF1.25.gdf',
    edf: 'eegmmidb/S001/S001R04.edf',
    codes: { T0: null, T1: '769', T2: '770' },
  },
  { gdf: 'formats/gdf/S001R06_GDF2.51.gdf', edf: 'eegmmidb/S001/S001R06.edf', codes: { T0: 'T0', T1: 'T1', T2: 'T2' } },
].map((one) => ({ ...one, gdf: requireData(one.gdf), edf: requireData(one.edf) }))

describe.skipIf(cases.some(({ gdf, edf }) => !gdf || !edf))('GDF', () => {
  test.each(cases)(
    'has the samples, channels and events of the same run in EDF+ ($codes.T1)',
    ({ gdf, edf, codes }) => {
      const [ours, theirs] = [readRecording('a.gdf', readData(gdf!)), readRecording('a.edf', readData(edf!))]
      expect(ours).toMatchObject({ format: 'gdf', sampleRate: 160, sampleCount: theirs.sampleCount, problems: [] })
      expect(ours.channels.map(({ electrode, unit }) => [electrode, unit])).toEqual(
        theirs.channels.map(({ electrode, unit }) => [electrode, unit]),
      )
      ours.data.forEach((channel, c) => {
        let worst = 0
        channel.forEach((value, i) => (worst = Math.max(worst, Math.abs(value - theirs.data[c]![i]!))))
        expect(worst).toBeLessThan(1e-3)
      })
      expect(ours.startedAt).toBe(theirs.startedAt)
      // In the file with the codes of the competition, 768 is the start of each trial and rest has no code.
      expect(ours.markers.filter(({ code }) => code !== '768').map(({ code, sample }) => [code, sample])).toEqual(
        theirs.markers.map(({ code, sample }) => [codes[code as 'T0'], sample]).filter(([code]) => code !== null),
      )
    },
  )

  test('a cut keeps the whole records, and one in the header says how much is there', () => {
    const bytes = readData(cases[0]!.gdf!)
    const cut = readRecording('a.gdf', bytes.subarray(0, 16640 + 64 * 2 * 160 * 10 + 77))
    expect(cut).toMatchObject({
      sampleCount: 1600,
      problems: [{ code: 'truncated', values: { kept: 10, total: 125 } }],
    })
    const codeOf = (part: Uint8Array): string => {
      try {
        readRecording('a.gdf', part)
      } catch (thrown) {
        if (thrown instanceof AppError) return thrown.code
      }
      return 'none'
    }
    expect(codeOf(bytes.subarray(0, 5000))).toBe('file/truncated-header')
    expect(codeOf(bytes.subarray(0, 16700))).toBe('file/truncated-data')
  })
})
