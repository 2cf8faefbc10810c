import { describe, expect, test } from 'vitest'
import { exportPlaces, folderOf, stemOf } from './exportPlaces'
import { eventsDescription, eventsTable, toBidsEvents } from './writeSidecars'
import { readTable } from './table'
import { memorySource } from '../source'
import { topFiles } from './writeDataset'
import { writeTable } from './writeTable'

const recording = (id: number, subject: string, run: string, more = {}) => ({
  ...{ id, subject, run, fileName: `${subject}${run}.edf`, task: null, ...more },
})
const paths = (list: Parameters<typeof exportPlaces>[0], anonymous = false): string[] =>
  [...exportPlaces(list, { anonymous }).values()].map((place) => folderOf(place) + stemOf(place))

describe('places in a data set', () => {
  test('have letters and digits alone, and none is taken twice', () => {
    const list = [
      recording(1, 'anna-k', 'R01', { task: 'imagined-left-right' }),
      recording(2, 'Anna K', 'R01', { task: 'imagined-left-right' }),
      recording(3, 'annaK', 'R01'),
      recording(4, 'annaK', 'again R01'),
      recording(5, 'Jörg', 'rest', { session: '2. Besuch', fileName: 'sub-1_task-rest_eeg.edf' }),
      recording(6, '山田', 'R03'),
    ]
    const found = paths(list)
    expect(found).toEqual([
      'sub-annaK/eeg/sub-annaK_task-imaginedLeftRight_run-01',
      'sub-AnnaKx2/eeg/sub-AnnaKx2_task-imaginedLeftRight_run-01',
      'sub-annaKx3/eeg/sub-annaKx3_task-unnamed_run-01',
      'sub-annaKx3/eeg/sub-annaKx3_task-unnamed_run-02',
      'sub-Jorg/ses-2Besuch/eeg/sub-Jorg_ses-2Besuch_task-rest_run-01',
      'sub-x/eeg/sub-x_task-unnamed_run-03',
    ])
    expect(new Set(found.map((one) => one.toLowerCase())).size).toBe(list.length)
  })

  test('are numbered where nobody is to be named', () => {
    const list = [
      recording(1, 'Anna', 'R02', { session: 'May 3' }),
      recording(2, 'Anna', 'R02', { session: 'June 1' }),
      recording(3, 'Bert', 'R01'),
    ]
    expect(paths(list, true)).toEqual([
      'sub-001/ses-01/eeg/sub-001_ses-01_task-unnamed_run-02',
      'sub-001/ses-02/eeg/sub-001_ses-02_task-unnamed_run-02',
      'sub-002/eeg/sub-002_task-unnamed_run-01',
    ])
  })
})

test('events are markers with their classes, bad spans and gaps, in time', () => {
  const events = toBidsEvents({
    markers: [
      { code: 'T2', sample: 50 },
      { code: 'T0', sample: 10, duration: 4.1 },
    ],
    map: { meanings: [{ code: 'T2', classId: 'left-fist' }], source: 'person', confirmed: true },
    badSpans: [{ start: 20, end: 30 }],
    gaps: [{ start: 40, length: 0 }],
    sampleRate: 100,
  })
  const table = readTable(memorySource('x', new TextEncoder().encode(eventsTable(events, 100))))
  expect(table).toEqual([
    { onset: '0.1', duration: '4.1', trial_type: 'T0', value: 'T0', sample: '10' },
    { onset: '0.2', duration: '0.1', trial_type: 'BAD_segment', sample: '20' },
    { onset: '0.4', duration: '0', trial_type: 'BAD_boundary', sample: '40' },
    { onset: '0.5', trial_type: 'left-fist', value: 'T2', sample: '50' },
  ])
  const { Levels } = (JSON.parse(eventsDescription(events)) as { trial_type: { Levels: object } }).trial_type
  expect(Levels).toMatchObject({ 'left-fist': 'Class of markers T2', T0: 'A marker without a class' })
})

test('a cell never breaks its table, and what is not known is n/a', () => {
  expect(
    writeTable(
      ['a', 'b'],
      [
        ['x\ty\nz', undefined],
        ['', 1 / 3],
      ],
    ),
  ).toBe('a\tb\nx y z\tn/a\nn/a\t0.3333333\n')
})

test('the top of a data set names subjects as the study does, unless nobody is to be named', () => {
  const facts = { name: 'Study', programVersion: '1', recordings: 2, subjects: [{ label: '001', code: 'Anna' }] }
  expect(topFiles({ ...facts, deidentified: false })['participants.tsv']).toBe(
    'participant_id\tstudy_code\nsub-001\tAnna\n',
  )
  expect(Object.values(topFiles({ ...facts, deidentified: true })).join()).not.toMatch(/Anna/)
})
