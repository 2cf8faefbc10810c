import { describe, expect, test } from 'vitest'
import {
  formatBytes,
  formatDuration,
  formatInterval,
  formatNumber,
  formatP,
  formatProportion,
  formatUnit,
  minus,
  narrow,
} from './format'

describe('numbers on screen', () => {
  test('proportions lose their leading zero, keep two digits and have a true minus', () => {
    expect(formatProportion(0.533)).toBe('.53')
    expect(formatProportion(-0.012)).toBe(`${minus}.01`)
    expect(formatProportion(1)).toBe('1.00')
    expect(formatProportion(0)).toBe('.00')
    expect(formatProportion(-0.001)).toBe('.00')
    expect(formatProportion(null)).toBe('—')
  })
  test('an interval stands in brackets', () => {
    expect(formatInterval(0.4301, 0.6299)).toBe('[.43, .63]')
  })
  test('a small p is said to be small, never zero', () => {
    expect(formatP(0.0004)).toBe(`<${narrow}.001`)
    expect(formatP(0.005)).toBe('.005')
    expect(formatP(0.34)).toBe('.34')
  })
  test('counts group by narrow spaces from five digits on', () => {
    expect(formatNumber(192000)).toBe(`192${narrow}000`)
    expect(formatNumber(9999)).toBe('9999')
    expect(formatNumber(-1234567.891, 1)).toBe(`${minus}1${narrow}234${narrow}567.9`)
    expect(formatNumber(-0.04, 1)).toBe('0.0')
    expect(formatNumber(NaN)).toBe('—')
  })
  test('units follow a narrow space', () => {
    expect(formatUnit(8.44, 'µV', 1)).toBe(`8.4${narrow}µV`)
    expect(formatUnit(null, 'kΩ')).toBe('—')
  })
  test('durations carry over at the full minute and hour', () => {
    expect(formatDuration(125)).toBe('2:05')
    expect(formatDuration(59.6)).toBe('1:00')
    expect(formatDuration(3729)).toBe('1:02:09')
  })
  test('bytes are powers of ten', () => {
    expect(formatBytes(512)).toBe(`512${narrow}B`)
    expect(formatBytes(41_200_000)).toBe(`41.2${narrow}MB`)
    expect(formatBytes(212e9)).toBe(`212${narrow}GB`)
  })
})
