import { describe, expect, test } from 'vitest'
import type { AppError } from '../domain/error'
import { eegmmidbEventMap, eegmmidbIdentity, eegmmidbTask } from './eegmmidb'
import { eventMapFor, namedEventMap } from './eventMaps'
import { readRecording } from './registry'
import { formatOf } from './sniff'

const bytes = (text: string) => new TextEncoder().encode(text)
const classes = (fileName: string) =>
  eegmmidbEventMap(fileName, ['T0', 'T1', 'T2'])!.meanings.map((meaning) => meaning.classId)

describe('EEGMMIDB', () => {
  test('subject and run come from the name', () => {
    expect(eegmmidbIdentity('S001R06.edf')).toEqual({ subject: 'S001', run: 'R06' })
    expect(eegmmidbIdentity('data/s109r14.EDF')).toEqual({ subject: 'S109', run: 'R14' })
  })
  test.each(['SIM1R01.edf', 'S001R15.edf', 'S000R01.edf', 'S001.edf', 'XS001R06.edf', 'S110R01.edf', 'S001R06.bdf'])(
    '%s is another file',
    (name) => expect(eegmmidbIdentity(name)).toBeNull(),
  )
  test.each([
    ['R01', 'rest-eyes-open'],
    ['R02', 'rest-eyes-closed'],
    ['R03', 'executed-left-right'],
    ['R04', 'imagined-left-right'],
    ['R05', 'executed-fists-feet'],
    ['R06', 'imagined-fists-feet'],
    ['R07', 'executed-left-right'],
    ['R10', 'imagined-fists-feet'],
    ['R12', 'imagined-left-right'],
    ['R13', 'executed-fists-feet'],
    ['R14', 'imagined-fists-feet'],
  ])('%s is %s', (run, task) => expect(eegmmidbTask(run)).toBe(task))
  test('T1 and T2 mean one fist in some runs, both fists or both feet in the others', () => {
    for (const run of ['R03', 'R04', 'R07', 'R08', 'R11', 'R12']) {
      expect(classes(`S002${run}.edf`)).toEqual([null, 'left-fist', 'right-fist'])
    }
    for (const run of ['R05', 'R06', 'R09', 'R10', 'R13', 'R14']) {
      expect(classes(`S002${run}.edf`)).toEqual([null, 'both-fists', 'both-feet'])
    }
    expect(classes('S002R01.edf')).toEqual([null, null, null])
  })
  test('a code that the database does not have leaves the question open', () => {
    expect(eegmmidbEventMap('S001R04.edf', ['T0', 'T1', 'T2'])!.confirmed).toBe(true)
    expect(eegmmidbEventMap('S001R04.edf', ['T0', 'T1', 'T9'])!.confirmed).toBe(false)
  })
})

describe('event maps', () => {
  test('codes that are names of classes say it themselves', () => {
    const map = eventMapFor('SIM1R01.edf', ['both-feet', 'left-fist', 'rest'])
    expect(map).toEqual({
      meanings: [
        { code: 'both-feet', classId: 'both-feet' },
        { code: 'left-fist', classId: 'left-fist' },
        { code: 'rest', classId: null },
      ],
      source: 'rule:names',
      confirmed: true,
    })
  })
  test('a foreign code among them leaves the map to be confirmed', () =>
    expect(namedEventMap(['left-fist', '7'])!.confirmed).toBe(false))
  test('other codes mean nothing until a person says so', () =>
    expect(eventMapFor('x.edf', ['1', '2'])).toMatchObject({ source: 'none', confirmed: false }))
})

describe('what a file is', () => {
  test.each([
    ['x.edf', '0       X X', 'edf'],
    ['x.dat', '0       X X', 'edf'],
    ['x.edf', '\ufeff<!DOCTYPE html>', 'web-page'],
    ['x.edf', '  <html lang="en">', 'web-page'],
    ['x.gdf', 'GDF 2.51', 'gdf'],
    ['x.vhdr', 'Brain Vision Data Exchange Header File', 'brainvision'],
    ['x.set', 'MATLAB 5.0 MAT-file', 'eeglab'],
    ['x.mat', 'MATLAB 5.0 MAT-file', 'matlab'],
    ['x.txt', '%OpenBCI Raw EXG Data', 'openbci'],
    ['x.xdf', 'XDF:', 'xdf'],
    ['x.set', 'MATLAB 7.3 MAT-file', 'eeglab'],
    ['x.csv', '0.0\t1.5\t-2e3\t4\n', 'brainflow'],
    ['x.csv', 'Sample,1.5,2,4\n', 'unknown'],
    ['x.fif', '\0\0\0d\0\0\0\x1f\0\0\0\x14', 'fif'],
    ['x.txt', 'PK\x03\x04', 'archive'],
    ['x.edf', 'hello', 'unknown'],
    ['x.edf', '', 'empty'],
  ])('%s beginning with “%s” is %s', (name, start, format) => expect(formatOf(name, bytes(start))).toBe(format))
  test('BDF is told from EDF by its first byte', () =>
    expect(formatOf('x.edf', Uint8Array.from([255, ...bytes('BIOSEMI')]))).toBe('bdf'))
  test.each([
    [
      'PK\x03\x04S1.edf',
      'file/unsupported',
      'This is a packed file: it begins with “PK··S1.edf”. Nothing was imported.',
      'Unpack it',
    ],
    [
      'hello',
      'file/not-eeg',
      'This is no recording that can be read: it begins with “hello”. Nothing was imported.',
      'EDF, BDF',
    ],
  ])('“%s” is refused with %s and a way out', (start, code, message, hint) => {
    try {
      readRecording('x', bytes(start))
      expect.unreachable()
    } catch (thrown) {
      expect((thrown as AppError).data).toMatchObject({ code, message })
      expect((thrown as AppError).data.hint).toContain(hint)
    }
  })
})
