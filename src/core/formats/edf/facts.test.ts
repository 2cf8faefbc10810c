import { describe, expect, test } from 'vitest'
import { edfFacts } from './facts'
import type { EdfHeader } from './header'

const headerWith = (change: Partial<EdfHeader>): EdfHeader => ({
  ...{ sampleBytes: 2, variant: 'plus-c', patient: 'X X X X', recordingId: 'Startdate 09-MAR-2024 X X X' },
  ...{ headerBytes: 512, recordCount: 1, recordDuration: 1, recordBytes: 2, signals: [] },
  ...change,
})
const facts = (change: Partial<EdfHeader>, prefilters: readonly string[] = []) =>
  edfFacts(
    headerWith(change),
    prefilters.map((prefilter) => ({ prefilter })),
  )

describe('what an EDF header tells of a person', () => {
  test.each([
    ['X X X X', []],
    ['S001 X X X', []],
    ['MCH-0234567 F 02-MAY-1951 Haagse_Harry', ['name', 'birthdate', 'sex']],
    ['S001 M X X', ['sex']],
    ['S001', []],
  ] as const)('%s', (patient, personal) => expect(facts({ patient }).personal).toEqual(personal))
  test('a technician is a person too', () =>
    expect(facts({ recordingId: 'Startdate 02-MAR-2002 EMG561 BK/JOP Sony._MNC_R_Median_Nerve.' }).personal).toEqual([
      'technician',
    ]))
  test('words in the patient field of plain EDF may be anything', () => {
    expect(facts({ variant: 'plain', patient: 'J. Doe 12.3.1970' }).personal).toEqual(['text'])
    expect(facts({ variant: 'plain', patient: '' }).personal).toEqual([])
  })
})

test('device and filters are the header’s words, each filter once', () => {
  const found = facts({ recordingId: 'Startdate 02-MAR-2002 X X BCI2000 amp_1' }, [
    'HP:0.1Hz LP:75Hz N:50Hz',
    'HP:0.1Hz LP:75Hz N:50Hz',
    ' ',
    'HP:DC',
  ])
  expect(found.device).toBe('BCI2000 amp 1')
  expect(found.filters).toEqual(['HP:0.1Hz LP:75Hz N:50Hz', 'HP:DC'])
})
test('an X for the equipment is no device', () => expect(facts({})).toEqual({ personal: [] }))
