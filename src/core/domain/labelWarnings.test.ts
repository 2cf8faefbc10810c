import { describe, expect, test } from 'vitest'
import { labelWarnings, type LabelRun, type LabelWarningKind } from './labelWarnings'
import type { EventMap } from './trial'

type Meanings = Readonly<Record<string, string | null>>
const mapOf = (meanings: Meanings, source: EventMap['source']): EventMap => ({
  meanings: Object.entries(meanings).map(([code, classId]) => ({ code, classId })),
  source,
  confirmed: true,
})

/** A run with a cue every five seconds at 100 Hz; `order` says which codes, `rule` what the data set says of them. */
function runOf(
  run: string,
  order: string,
  change: { meanings: Meanings; rule?: Meanings; spacing?: number; tail?: number },
) {
  const codes = order.split(' ').filter(Boolean)
  const spacing = change.spacing ?? 5
  const markers = codes.map((code, i) => ({ code, sample: (1 + i * spacing) * 100 }))
  return {
    recordingId: Number(run.slice(1)),
    run,
    sampleRate: 100,
    sampleCount: (markers.at(-1)?.sample ?? 0) + (change.tail ?? 10) * 100,
    markers,
    map: mapOf(change.meanings, change.rule ? 'rule:eegmmidb' : 'person'),
    rule: change.rule ? mapOf(change.rule, 'rule:eegmmidb') : mapOf({}, 'none'),
  } satisfies LabelRun
}

const sides: Meanings = { T1: 'left-fist', T2: 'right-fist' }
const feet: Meanings = { T1: 'both-fists', T2: 'both-feet' }
const mixed = 'T1 T2 T2 T1 T2 T1 T1 T2 T1 T2'

const setting = { studyClasses: [], trialEnd: 4 }
const warn = (runs: readonly LabelRun[], studyClasses: readonly string[] = []) =>
  labelWarnings(runs, { ...setting, studyClasses })
const only = (kind: LabelWarningKind, runs: readonly LabelRun[], studyClasses: readonly string[] = []) =>
  warn(runs, studyClasses).filter((warning) => warning.kind === kind)

test('runs that are mapped as their rule says need no warning, but for what is good to know', () => {
  const found = warn([
    runOf('R04', `${mixed} ${mixed}`, { meanings: sides, rule: sides }),
    runOf('R06', `${mixed} ${mixed}`, { meanings: feet, rule: feet }),
  ])
  expect(found.map(({ kind, severity }) => [kind, severity])).toEqual([['two-meanings', 'info']])
  expect(found[0]).toMatchObject({ codes: ['T1', 'T2'], runs: ['R04', 'R06'], values: { known: 1 } })
})

describe('codes', () => {
  test('that mean two things over runs without a rule are doubted, with the runs', () => {
    const runs = [runOf('R1', mixed, { meanings: sides }), runOf('R2', mixed, { meanings: feet })]
    expect(only('two-meanings', runs)).toMatchObject([
      { severity: 'fair', codes: ['T1', 'T2'], runs: ['R1', 'R2'], values: { known: 0 } },
    ])
  })
  test('mapped against the rule are named with both meanings and the run', () => {
    const swapped = { T1: 'right-fist', T2: 'left-fist' }
    const runs = [
      runOf('R04', mixed, { meanings: sides, rule: sides }),
      runOf('R08', mixed, { meanings: swapped, rule: sides }),
    ]
    expect(only('against-rule', runs)).toMatchObject([
      { codes: ['T1'], runs: ['R08'], classes: ['right-fist', 'left-fist'] },
      { codes: ['T2'], runs: ['R08'], classes: ['left-fist', 'right-fist'] },
    ])
    expect(only('two-meanings', runs)).toMatchObject([{ severity: 'fair' }])
    expect(only('two-codes', runs)).toEqual([])
  })
  test('two of them for one class are told apart by whether they stand in one run', () => {
    const one = runOf('R1', `${mixed} S9`, { meanings: { ...sides, S9: 'left-fist' } })
    expect(only('two-codes', [one])).toMatchObject([{ severity: 'fair', codes: ['S9', 'T1'], values: { within: 1 } }])
    const apart = [
      runOf('R1', 'A B A B', { meanings: { A: 'x', B: 'y' } }),
      runOf('R2', 'C B C B', { meanings: { C: 'x', B: 'y' } }),
    ]
    expect(only('two-codes', apart)).toMatchObject([{ severity: 'info', codes: ['A', 'C'], runs: ['R1', 'R2'] }])
  })
  test('whose classes differ in spelling alone are wrong', () => {
    const runs = [
      runOf('R1', mixed, { meanings: sides }),
      runOf('R2', mixed, { meanings: { T1: 'Left fist', T2: 'right-fist' } }),
    ]
    expect(only('similar-names', runs)).toMatchObject([{ severity: 'bad', classes: ['left-fist', 'Left fist'] }])
  })
  test('that nobody mapped are counted; those a rule leaves out are not', () => {
    const left = runOf('R1', `T0 ${mixed} T0`, { meanings: sides })
    expect(only('not-mapped', [left])).toMatchObject([{ severity: 'fair', codes: ['T0'], values: { count: 2 } }])
    const chosen = runOf('R1', `T0 ${mixed} T0`, { meanings: { ...sides, T0: null } })
    expect(only('not-mapped', [chosen])).toMatchObject([{ severity: 'info' }])
    const ruled = { ...sides, T0: null }
    expect(only('not-mapped', [runOf('R4', `T0 ${mixed}`, { meanings: ruled, rule: ruled })])).toEqual([])
  })
  test('none of which means a class make a run useless, unless it is rest by its rule', () => {
    expect(only('nothing-mapped', [runOf('R1', 'X Y X', { meanings: { X: null, Y: null } })])).toMatchObject([
      { severity: 'bad', codes: ['X', 'Y'], values: { count: 3 } },
    ])
    expect(warn([runOf('R01', 'T0 T0', { meanings: { T0: null }, rule: { T0: null } })])).toEqual([])
  })
})

describe('classes', () => {
  test('that one run of a task lacks are missed there, not in runs of another task', () => {
    const runs = [
      runOf('R04', mixed, { meanings: sides, rule: sides }),
      runOf('R08', 'T1 T1 T1 T1', { meanings: sides, rule: sides }),
      runOf('R06', mixed, { meanings: feet, rule: feet }),
    ]
    expect(only('class-missing-in-run', runs)).toMatchObject([
      { classes: ['right-fist'], runs: ['R08'], values: { others: 1 } },
    ])
  })
  test('that only other subjects have are said once', () => {
    const runs = [runOf('R04', mixed, { meanings: sides })]
    expect(only('class-missing', runs, ['left-fist', 'tongue'])).toMatchObject([
      { severity: 'info', classes: ['tongue'] },
    ])
  })
  test('of which there is only one, few, or far fewer than of the others are counted', () => {
    expect(only('one-class-run', [runOf('R1', 'T1 T1 T1', { meanings: sides })])).toMatchObject([
      { severity: 'bad', values: { count: 3 } },
    ])
    const uneven = [runOf('R1', `${mixed} ${mixed} ${'T1 '.repeat(20)}`, { meanings: sides })]
    expect(only('uneven', uneven)).toMatchObject([{ classes: ['right-fist'], values: { count: 10, usual: 30 } }])
    expect(only('few-trials', uneven)).toEqual([])
    expect(only('few-trials', [runOf('R1', mixed, { meanings: sides })])).toMatchObject([
      { values: { count: 5, least: 10 } },
      { values: { count: 5 } },
    ])
  })
})

describe('times', () => {
  test('of trials that overlap are counted with the shortest spacing', () => {
    const runs = [runOf('R1', mixed, { meanings: sides, spacing: 2.5 }), runOf('R2', mixed, { meanings: sides })]
    expect(only('overlap', runs)).toMatchObject([{ runs: ['R1'], values: { count: 9, shortest: 2.5, seconds: 4 } }])
  })
  test('of trials that leave the recording are counted', () => {
    expect(only('leaves-recording', [runOf('R1', mixed, { meanings: sides, tail: 3.9 })])).toMatchObject([
      { runs: ['R1'], values: { count: 1, seconds: 4 } },
    ])
    expect(only('leaves-recording', [runOf('R1', mixed, { meanings: sides, tail: 4 })])).toEqual([])
  })
  test('of trials that touch a bad span are counted, from the cue to the end of the trial', () => {
    const run = runOf('R1', mixed, { meanings: sides })
    const cue = run.markers[2]!.sample
    const spoiled = (start: number, end: number) => only('bad-span', [{ ...run, badSpans: [{ start, end }] }])
    expect(spoiled(cue + 399, cue + 410)).toMatchObject([{ severity: 'info', runs: ['R1'], values: { count: 1 } }])
    expect(spoiled(cue - 10, cue + 1)).toMatchObject([{ values: { count: 1 } }])
    expect(spoiled(cue + 400, cue + 500)).toEqual([])
    expect(spoiled(cue + 300, cue + 600)).toMatchObject([{ values: { count: 2 } }])
  })
  test('at which two classes stand at once are wrong', () => {
    const run = runOf('R1', mixed, { meanings: sides })
    const twice = { ...run, markers: [...run.markers, { code: 'T2', sample: run.markers[0]!.sample }] }
    expect(only('same-moment', [twice])).toMatchObject([{ severity: 'bad', values: { count: 1 } }])
  })
  test('of classes that come one after the other are seen, those in a mixed order not', () => {
    const blocks = runOf('R1', `${'T1 '.repeat(15)}${'T2 '.repeat(15)}`, { meanings: sides })
    expect(only('in-blocks', [blocks])).toMatchObject([{ values: { changes: 1, expected: 15 } }])
    expect(only('in-blocks', [runOf('R1', `${mixed} ${mixed} ${mixed}`, { meanings: sides })])).toEqual([])
  })
})

test('the gravest comes first', () => {
  const rank = { bad: 2, fair: 1, info: 0 }
  const found = warn([
    runOf('R1', 'X X', { meanings: { X: null } }),
    runOf('R2', mixed, { meanings: sides }),
    runOf('R3', mixed, { meanings: feet }),
  ]).map(({ severity }) => rank[severity])
  expect(found).toEqual(found.toSorted((a, b) => b - a))
  expect(found[0]).toBe(2)
})
