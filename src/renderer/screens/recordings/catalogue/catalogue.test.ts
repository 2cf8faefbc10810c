import { describe, expect, test } from 'vitest'
import type { ChannelQuality, Quality } from '../../../../ipc/views'
import { recordingForTest } from '../fixtures'
import { recordingsBetween, toRows, type CatalogueRow, type SortKey } from './rows'
import { setOf, withItems } from './sets'
import { countTags } from './tagCounts'
import { choicesIn, countQuality, findRecordings, isFiltering, noFilter, type CatalogueFilter } from './search'

const channel = (electrode: string, quality: Quality): ChannelQuality => ({
  ...{ electrode, quality, reason: null, rmsMicrovolts: 10, lineMicrovolts: 1 },
})
const known: Readonly<Record<number, readonly ChannelQuality[]>> = {
  1: [channel('C3', 'good'), channel('Cz', 'bad')],
  2: [channel('C3', 'good'), channel('Cz', 'fair')],
  3: [channel('C3', 'good'), channel('Cz', 'good')],
}
const context = { taskName: () => 'Imagined, left or right', qualityOf: (id: number) => known[id] }
const list = [
  recordingForTest({ id: 1, run: 'R10', tags: ['pilot'], note: 'Cap slipped at 4 min' }),
  recordingForTest({ id: 2, run: 'R2', change: { format: 'bdf', importedAtMs: 5, sampleCount: 100 } }),
  recordingForTest({ id: 3, subject: 'S10', run: 'R1', tags: ['Pilot', 'late'], change: { session: 'after' } }),
  recordingForTest({ id: 4, subject: 'S9', run: 'R1', codes: {}, change: { sampleCount: 90_000 } }),
]
const find = (filter: Partial<CatalogueFilter>): number[] =>
  findRecordings(list, { ...noFilter, ...filter }, context).map(({ summary }) => summary.id)

describe('searching', () => {
  test.each([
    ['r10', [1]],
    ['S001 R2', [2]],
    ['PILOT', [1, 3]],
    ['slipped', [1]],
    ['after', [3]],
    ['s9r1.edf', [4]],
    ['imagined s10', [3]],
    ['nothing of the kind', []],
    ['  ', [1, 2, 3, 4]],
  ])('“%s” finds every run that has all its words somewhere', (text, ids) => expect(find({ text })).toEqual(ids))
  test('filters hold together', () => {
    expect(find({ tag: 'pilot' })).toEqual([1, 3])
    expect(find({ tag: 'pilot', subject: 'S10' })).toEqual([3])
    expect(find({ format: 'bdf' })).toEqual([2])
    expect(find({ quality: 'fair' })).toEqual([2])
    expect(isFiltering(noFilter)).toBe(false)
    expect(isFiltering({ ...noFilter, tag: 'x' })).toBe(true)
  })
  test('there is to choose from what occurs, a tag once whatever its case', () => {
    expect(choicesIn(list)).toEqual({
      subjects: ['S001', 'S9', 'S10'],
      formats: ['bdf', 'edf+'],
      tags: ['late', 'Pilot'],
    })
  })
})

describe('quality at a glance', () => {
  test('counts a channel that a person called bad as bad', () => {
    const marked = { ...list[2]!, badElectrodes: ['C3'] }
    expect(countQuality(marked, known[3])).toEqual({ bad: 1, fair: 0, good: 1, worst: 'bad' })
  })
  test('is unknown until it is known', () => expect(countQuality(list[3]!, undefined)).toBeNull())
})

describe('rows', () => {
  const rows = (closed: readonly string[] = [], key: SortKey = 'name', ascending = true): CatalogueRow[] =>
    toRows({ recordings: list, order: { key, ascending }, closed: new Set(closed) }, context)
  const shown = (all: readonly CatalogueRow[]): (string | number)[] =>
    all.map((row) => (row.kind === 'run' ? row.recording.summary.id : row.name))

  test('stand by subject, session and run as a person counts', () => {
    expect(shown(rows())).toEqual(['S001', 2, 1, 'S9', 4, 'S10', 'after', 3])
    expect(rows().map((row) => (row.kind === 'run' ? row.level : row.kind))).toEqual([
      ...['subject', 2, 2, 'subject', 2, 'subject', 'session', 3],
    ])
  })
  test('of a closed group are not there, its head is', () => {
    expect(shown(rows(['sS001', 'sS10\nafter']))).toEqual(['S001', 'S9', 4, 'S10', 'after'])
    expect(rows(['sS001'])[0]).toMatchObject({ open: false, recordings: [{}, {}] })
  })
  test.each([
    ['imported', true, [1, 4, 3, 2]],
    ['duration', true, [2, 1, 3, 4]],
    ['duration', false, [4, 1, 3, 2]],
    ['quality', true, [1, 2, 3, 4]],
    ['quality', false, [3, 2, 1, 4]],
    ['trials', false, [2, 1, 3, 4]],
  ] as const)('by %s (ascending: %s) stand alone, what is not known last', (key, ascending, ids) => {
    expect(shown(rows([], key, ascending))).toEqual(ids)
  })
  test('between two rows are all runs from one to the other, whichever comes first', () => {
    expect(recordingsBetween(rows(), 1, 4)).toEqual([2, 1, 4])
    expect(recordingsBetween(rows(), 7, 6)).toEqual([3])
  })
})

test('a set with items, or without them, is another one', () => {
  const set = setOf([1, 2])
  expect([...withItems(set, [2, 3], true)]).toEqual([1, 2, 3])
  expect([...withItems(set, [2, 3], false)]).toEqual([1])
  expect([...set]).toEqual([1, 2])
})
test('tags are counted over recordings, whatever their case', () => {
  expect(countTags(list)).toEqual([
    { tag: 'pilot', count: 2 },
    { tag: 'late', count: 1 },
  ])
})
