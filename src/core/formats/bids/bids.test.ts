import { describe, expect, it, test } from 'vitest'
import type { Channel } from '../../domain/recording'
import { hertz, samples } from '../../domain/units'
import { readerOf } from '../reader'
import { memorySource, type FileNeighbours } from '../source'
import { applyBids } from './applyBids'
import { appliesTo, bidsIdentity, isBidsRecording, parseBidsName, sidecarsOf } from './entities'
import { toEvents } from './events'
import { readTable } from './table'

const source = (text: string, name = 'x.tsv') => memorySource(name, new TextEncoder().encode(text))
const folder = (files: Readonly<Record<string, string>>): FileNeighbours => ({
  names: Object.keys(files),
  open: (name) => (name in files ? source(files[name]!, name) : null),
})
const channel = (label: string, electrode: string | null): Channel => ({ label, electrode, unit: 'µV' })
const recording = () =>
  readerOf({
    ...{ format: 'edf', sampleRate: hertz(100), sampleCount: samples(1000), problems: [] },
    channels: [channel('C3', 'C3'), channel('Fp1', 'Fp1'), channel('EOG', null)],
    markers: [{ code: 'T1', sample: samples(5) }],
    data: [0, 1, 2].map((k) => new Float32Array(1000).fill(k)),
  })
const name = 'sub-01_task-mi_run-2_eeg.edf'

describe('names', () => {
  it('are read into entities, suffix and extension', () => {
    expect(parseBidsName('sub-01_ses-b_task-mi_run-2_eeg.edf')).toEqual({
      ...{ entities: { sub: '01', ses: 'b', task: 'mi', run: '2' }, suffix: 'eeg', extension: '.edf' },
    })
    expect(parseBidsName('S001R04.edf')).toEqual({ entities: {}, suffix: 'S001R04', extension: '.edf' })
    expect(parseBidsName('my recording.edf')).toBeNull()
  })

  test.each([
    ['sub-01_task-mi_eeg.vhdr', true],
    ['sub-01_task-mi_eeg.eeg', false],
    ['sub-01_task-mi_channels.tsv', false],
    ['sub-01_task-mi_meg.fif', false],
    ['task-mi_eeg.edf', false],
  ])('%s is a recording: %s', (file, is) => expect(isBidsRecording(file)).toBe(is))

  it('of sidecars are inherited: all their entities are the recording’s, and the nearest wins', () => {
    expect(appliesTo('task-mi_channels.tsv', name)).toBe(true)
    expect(appliesTo('sub-02_task-mi_channels.tsv', name)).toBe(false)
    expect(appliesTo('sub-01_task-mi_run-1_events.tsv', name)).toBe(false)
    expect(appliesTo('sub-01_space-CapTrak_electrodes.tsv', name)).toBe(true)
    expect(appliesTo('participants.tsv', name)).toBe(false)
    const among = ['sub-01_task-mi_run-2_eeg.json', 'task-mi_eeg.json', 'sub-02_eeg.json', 'eeg.json']
    expect(sidecarsOf(name, 'eeg.json', among)).toEqual([
      'eeg.json',
      'task-mi_eeg.json',
      'sub-01_task-mi_run-2_eeg.json',
    ])
  })

  test.each([
    [['sub-01_task-mi_run-1_eeg.edf', name], { subject: '01', run: 'R02' }],
    [['sub-01_task-rest_eeg.edf', name], { subject: '01', run: 'mi R02' }],
  ])('tell subject and run; the task where there are several (%#)', (siblings, expected) =>
    expect(bidsIdentity(name, [...siblings, name])).toEqual(expected),
  )

  it('keep sessions apart', () => {
    const siblings = ['sub-01_ses-1_task-mi_eeg.edf', 'sub-01_ses-2_task-mi_eeg.edf']
    expect(siblings.map((one) => bidsIdentity(one, siblings)?.run)).toEqual(['ses-1 mi', 'ses-2 mi'])
    expect(bidsIdentity('sub-01_task-mi_eeg.edf', ['sub-01_task-mi_eeg.edf'])?.run).toBe('mi')
    expect(siblings.map((one) => bidsIdentity(one, siblings)?.session)).toEqual(['1', '2'])
    expect(bidsIdentity('sub-01_task-mi_eeg.edf', [])).not.toHaveProperty('session')
  })
})

describe('a table', () => {
  it('has rows by column; n/a is nothing, line ends and a byte order mark do not matter', () => {
    expect(readTable(source('\ufeffonset\ttrial_type\r\n1.5\tleft\r\nn/a\t\r\n\r\n'))).toEqual([
      { onset: '1.5', trial_type: 'left' },
      {},
    ])
    expect(readTable(source(''))).toBeNull()
  })
})

describe('events', () => {
  it('come by onset in seconds, named by trial_type, else value; others are counted', () => {
    const rows = readTable(
      source(
        'onset\tduration\ttrial_type\tvalue\n2\t0.5\tn/a\t7\n1\tn/a\tleft\t3\n99\t1\tleft\t3\nn/a\t1\tleft\t3\n3\t1\tn/a\tn/a\n-1\t0\tleft\t1',
      ),
    )!
    expect(toEvents(rows, hertz(100), 1000)).toEqual({
      markers: [
        { code: 'left', sample: 100 },
        { code: '7', sample: 200, duration: 0.5 },
      ],
      bad: 4,
    })
  })
})

describe('a recording with what lies beside it', () => {
  it('is as it was under another name, and where nothing lies beside it', () => {
    const reader = recording()
    expect(applyBids(reader, 'S001R04.edf', folder({ 'S001R04_events.tsv': 'onset\n1' }))).toBe(reader)
    expect(applyBids(reader, name, folder({}))).toBe(reader)
  })

  it('has the events of events.tsv in place of its own, and keeps its own where there are none', () => {
    const withEvents = applyBids(
      recording(),
      name,
      folder({ 'sub-01_task-mi_run-2_events.tsv': 'onset\ttrial_type\n1\tleft' }),
    )
    expect(withEvents.info.markers).toEqual([{ code: 'left', sample: 100 }])
    expect(withEvents.companions).toEqual(['sub-01_task-mi_run-2_events.tsv'])
    const empty = applyBids(recording(), name, folder({ 'sub-01_task-mi_run-2_events.tsv': 'onset\ttrial_type\n' }))
    expect(empty.info.markers).toEqual([{ code: 'T1', sample: 5 }])
    expect(withEvents.read(samples(0), samples(2), [1])).toEqual([new Float32Array([1, 1])])
  })

  it('has channels of other types as no electrodes, and bad ones named; unknown names are said', () => {
    const table =
      'name\ttype\tunits\tstatus\nC3\tEEG\tuV\tbad\nFp1\tVEOG\tuV\tgood\nEOG\tEOG\tuV\tbad\nCz\tEEG\tuV\tgood'
    const { info } = applyBids(recording(), name, folder({ 'task-mi_channels.tsv': table }))
    expect(info.channels.map(({ electrode }) => electrode)).toEqual(['C3', null, null])
    expect(info.badElectrodes).toEqual(['C3'])
    expect(info.problems).toEqual([
      expect.objectContaining({ code: 'sidecar-differs', values: { file: 'channels.tsv', what: 'Cz' } }),
    ])
  })

  it('has reference and mains of its sidecars, the nearest first, and says where the rate is another', () => {
    const files = {
      'eeg.json': '{"EEGReference":"n/a","PowerLineFrequency":60}',
      'task-mi_eeg.json': '{"EEGReference":"Cz","PowerLineFrequency":50,"SamplingFrequency":250}',
    }
    const { info, companions } = applyBids(recording(), name, folder(files))
    expect(info).toMatchObject({ reference: 'Cz', powerLine: 50 })
    expect(info.problems.map(({ code }) => code)).toEqual(['sidecar-differs'])
    expect(companions).toEqual(['eeg.json', 'task-mi_eeg.json'])
  })

  it('says that measured places are not used, and that a broken sidecar was not', () => {
    const files = {
      'sub-01_electrodes.tsv': 'name\tx\ty\tz\nC3\t1\t2\t3\nFp1\tn/a\tn/a\tn/a',
      'sub-01_coordsystem.json': '{"EEGCoordinateSystem":"CapTrak"}',
      'task-mi_eeg.json': '{"EEGReference":',
    }
    const { info } = applyBids(recording(), name, folder(files))
    expect(info.problems).toMatchObject([
      { code: 'sidecar-unreadable', values: { file: 'task-mi_eeg.json' } },
      { code: 'positions-not-kept', values: { count: 1, system: 'CapTrak' } },
    ])
  })
})
