import { describe, expect, test } from 'vitest'
import { criterionKeys, type ChannelMeasures, type QualityMeasures } from '../../../../core/domain/quality'
import { hertz, seconds } from '../../../../core/domain/units'
import { judgeQuality } from '../../../../core/signal/qualityVerdict'
import {
  crossedOf,
  decisionOn,
  limitText,
  mappedKeys,
  notGood,
  openSuggestions,
  toHeadMap,
  toSpectraPlot,
  valueText,
} from './findings'

const names = ['Fz', 'C3', 'Cz', 'C4', 'P3', 'Pz', 'P4', 'Oz']
const sound: Omit<ChannelMeasures, 'electrode'> = {
  ...{ low: -50, high: 50, railed: 0, flat: 0, clipped: 0, drift: 20, line: 1, muscle: 0.1 },
  ...{ amplitude: 10, correlation: 0.9, bridge: 80, bridgeScaled: 60, partner: null },
}
function judged(faults: Readonly<Record<string, Partial<ChannelMeasures>>> = {}) {
  const channels = names.map((electrode, i) => ({ electrode, ...sound, amplitude: 10 + i / 2, ...faults[electrode] }))
  const measures: QualityMeasures = {
    ...{ version: 1, seconds: seconds(120), windows: 60, windowSeconds: seconds(2), lostSeconds: 0, gaps: 0 },
    ...{ silent: 0, mains: [], mainsFound: null, channels, sources: names.map((_, i) => i) },
  }
  return judgeQuality(measures)
}
const unmarked = { badElectrodes: [], ignoredElectrodes: [] }

describe('what was found', () => {
  const found = judged({ C3: { flat: 0.3, line: 12 }, Oz: { line: 15 }, P4: { railed: 0.5 } })
  test('is listed with the bad channels first, and with the gravest of a channel first', () => {
    expect(notGood(found, unmarked).map(({ electrode }) => electrode)).toEqual(['C3', 'P4', 'Oz'])
    expect(crossedOf(found.channels[1]!).map(({ key }) => key)).toEqual(['flat', 'line-noise'])
  })
  test('keeps what a person marked in the list, whatever its numbers', () => {
    const marks = { badElectrodes: ['Fz'], ignoredElectrodes: [] }
    expect(notGood(found, marks).map(({ electrode }) => electrode)).toContain('Fz')
  })
  test('suggests until a person has accepted or ignored', () => {
    expect(openSuggestions(found, unmarked)).toEqual(['C3', 'P4'])
    const marks = { badElectrodes: ['C3'], ignoredElectrodes: ['P4'] }
    expect(openSuggestions(found, marks)).toEqual([])
    expect(['C3', 'P4', 'Oz'].map((name) => decisionOn(name, marks))).toEqual(['accepted', 'ignored', 'open'])
  })
  test('says numbers and limits with their units', () => {
    const [flat, line] = crossedOf(found.channels[1]!)
    expect(valueText(flat!.value, flat!.unit)).toBe('30.0 %')
    expect(limitText(flat!)).toBe('below 5 %')
    expect(limitText(line!)).toBe('below 10 µV')
    expect(valueText(0, '%')).toBe('0 %')
    expect(valueText(0.123, 'r')).toBe('.12')
    expect(valueText(null, 'µV')).toBe('—')
  })
})

test('every channel has every number, in the order of the criteria', () => {
  for (const { criteria } of judged().channels) expect(criteria.map(({ key }) => key)).toEqual([...criterionKeys])
})

describe('the map', () => {
  test('shows differences from the middle electrode and marks bad channels', () => {
    const map = toHeadMap(judged({ P4: { railed: 0.5 } }), 'noisy', { badElectrodes: ['Fz'], ignoredElectrodes: [] })!
    expect(map.middle).toBe(12)
    expect(map.sites.map(({ value }) => value)).toEqual([-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5])
    expect(map.sites.filter(({ state }) => state === 'bad').map(({ name }) => name)).toEqual(['Fz', 'P4'])
  })
  test('is not drowned by one channel that is far from all others', () => {
    const map = toHeadMap(judged({ Oz: { amplitude: 5000 } }), 'noisy', unmarked)!
    expect(map.range).toBeLessThan(5)
  })
  test('is there for every measure that it offers', () => {
    for (const key of mappedKeys) expect(toHeadMap(judged(), key, unmarked)).not.toBeNull()
    expect(
      toHeadMap(judged(Object.fromEntries(names.map((name) => [name, { drift: null }]))), 'drift', unmarked),
    ).toBeNull()
  })
})

describe('the plot of spectra', () => {
  const density = names.map((_, i) => Float32Array.from({ length: 161 }, (_, k) => i - k / 10))
  const spectra = { electrodes: names, step: hertz(0.5), density, windows: 60, windowSeconds: seconds(2) }
  test('has the chosen channel on top and the mains that the rate can carry', () => {
    const plot = toSpectraPlot(spectra, 'Cz', [50, 60])!
    expect(plot.series).toHaveLength(8)
    expect(plot.series[0]).toMatchObject({ label: 'Cz', width: 2 })
    expect(plot.series[0]!.points[0]).toEqual({ x: 0.5, y: density[2]![1] })
    expect(plot.verticals!.map(({ x }) => x)).toEqual([50, 60])
    const slow = { ...spectra, density: density.map((one) => one.subarray(0, 110)) }
    expect(toSpectraPlot(slow, null, [50, 60])!.verticals!.map(({ x }) => x)).toEqual([50])
  })
  test('is not drawn from nothing', () => {
    expect(toSpectraPlot({ ...spectra, windows: 0 }, null, [])).toBeNull()
  })
})
