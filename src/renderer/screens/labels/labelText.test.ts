import { describe, expect, test } from 'vitest'
import { labelWarningKinds, type LabelWarning } from '../../../core/domain/labelWarnings'
import type { LabelCheckResult } from '../../../core/domain/labelCheck'
import { recordingForTest } from '../recordings/fixtures'
import { axisOf, barWidth, toBars } from './histogram'
import { previewScale, placeText } from './drawTrials'
import { isStale, ruleSaysSo, warningText, warningsOfGroup } from './labelText'

const warning = (change: Partial<LabelWarning>): LabelWarning => ({
  kind: 'overlap',
  severity: 'fair',
  runs: ['R04', 'R08'],
  codes: ['T1', 'T2'],
  classes: ['left-fist', 'right-fist'],
  values: { count: 3, least: 10, others: 2, usual: 20, runs: 2, seconds: 4, shortest: 2.5, changes: 1, expected: 15 },
  ...change,
})

describe('a warning in words', () => {
  test.each(labelWarningKinds)('of kind %s has both sentences, with every value filled in', (kind) => {
    const { title, text } = warningText(warning({ kind }))
    expect(title).not.toBe(kind)
    expect(text).not.toBe('')
    expect(title + text).not.toMatch(/[{}]|undefined|NaN/)
  })
  test('says the numbers', () => {
    expect(warningText(warning({})).title).toBe('3 cues in R04 R08 come within 4 s of the cue before.')
    expect(warningText(warning({})).text).toContain('2.50 s')
    expect(warningText(warning({ kind: 'against-rule', classes: ['', 'left-fist'] })).title).toContain('means not used')
  })
})

test('a group shows the warnings of its runs, but not those of the whole subject', () => {
  const all = [
    warning({ runs: ['R04'] }),
    warning({ runs: ['R06'] }),
    warning({ kind: 'uneven', runs: ['R04'] }),
    warning({ kind: 'two-meanings', runs: ['R04'] }),
  ]
  expect(warningsOfGroup(all, ['R04', 'R08'])).toEqual([all[0]])
})

test('codes change their meaning by rule only where the rule says so for all of them', () => {
  const known = warning({ kind: 'two-meanings', codes: ['T1'], values: { known: 1 } })
  const unknown = warning({ kind: 'two-meanings', codes: ['T2'], values: { known: 0 } })
  expect(ruleSaysSo([known, unknown], ['T1'])).toBe(true)
  expect(ruleSaysSo([known, unknown], ['T1', 'T2'])).toBe(false)
  expect(ruleSaysSo([], ['T1'])).toBeUndefined()
})

test('a check is out of date once a meaning, or the list of runs, is another', () => {
  const recordings = [recordingForTest({ id: 1 }), recordingForTest({ id: 2, run: 'R08' })]
  const mapping = recordings.map(({ summary, eventMap }) => ({ recordingId: summary.id, meanings: eventMap.meanings }))
  const check = { subject: 'S001', mapping } as unknown as LabelCheckResult
  expect(isStale(check, recordings)).toBe(false)
  expect(isStale(check, recordings.slice(1))).toBe(true)
  const other = recordingForTest({ id: 2, run: 'R08', codes: { T1: 'right-fist', T2: 'right-fist' } })
  expect(isStale(check, [recordings[0]!, other])).toBe(true)
})

describe('pictures', () => {
  test('bars hold every value once, a value on an edge in the bar above', () => {
    const bars = toBars([0.1, 0.12, 0.15, 0.2], 0.05)
    expect(bars.map(({ count }) => count)).toEqual([2, 1, 1])
    expect(bars[0]!.from).toBeCloseTo(0.1)
    expect(barWidth(90)).toBe(0.02)
    expect(barWidth(15)).toBe(0.1)
  })
  test('an axis begins and ends at tenths and has few marks', () => {
    const { from, to, ticks } = axisOf([0.07, 0.69])
    expect([from, to]).toEqual([0, 0.7])
    expect(ticks.length).toBeLessThanOrEqual(7)
  })
  test('one blink does not flatten the other trials', () => {
    const trial = (size: number) => ({
      classId: 'x',
      run: 'R1',
      atSeconds: 65.4,
      data: [Float32Array.from({ length: 40 }, (_, i) => (i % 2 ? size : -size))],
    })
    expect(previewScale([trial(40), trial(45), trial(30), trial(35), trial(900)])).toBe(50)
    expect(placeText(trial(1))).toBe('R1 1:05')
  })
})
