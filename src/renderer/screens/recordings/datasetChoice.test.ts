import { describe, expect, it } from 'vitest'
import type { DatasetView } from '../../../core/domain/dataset'
import { firstChoice, orderOf } from './datasetChoice'

const view: DatasetView = {
  ...{
    id: 'eegmmidb',
    title: 'E',
    about: '',
    citations: [],
    homepage: '',
    sampleRate: 160,
    channels: 64,
    archiveBytes: 0,
  },
  licence: { name: '', url: '' },
  subjects: ['S001', 'S002', 'S003', 'S088'],
  runs: [
    { names: ['R01'], task: 'rest-eyes-open', bytes: 1 },
    { names: ['R04', 'R08'], task: 'imagined-left-right', bytes: 10 },
  ],
  flaws: [{ subjects: ['S088'], leaveOut: true, what: '128 Hz' }, { what: 'of all' }],
}

describe('the choice of a data set', () => {
  it('begins with three people and the tasks with movements', () =>
    expect(firstChoice(view)).toEqual({ subjects: 'S001..S003', tasks: ['imagined-left-right'] }))

  it('counts files and bytes, and says what is known against them', () => {
    expect(orderOf(view, 's1-s2', ['imagined-left-right'])).toEqual({
      ...{ subjects: ['S001', 'S002'], runs: ['R04', 'R08'], unknown: [], files: 4, bytes: 40 },
      flaws: [{ what: 'of all' }],
    })
    expect(orderOf(view, 'S088', ['rest-eyes-open'])).toMatchObject({
      files: 1,
      flaws: [{ what: '128 Hz' }, { what: 'of all' }],
    })
  })

  it('names words that are no subject, and adds an archive that comes whole', () => {
    expect(orderOf(view, 'S001 anna', ['rest-eyes-open']).unknown).toEqual(['anna'])
    expect(orderOf({ ...view, archiveBytes: 500 }, 'S001', ['rest-eyes-open']).bytes).toBe(501)
    expect(orderOf({ ...view, archiveBytes: 500 }, '', ['rest-eyes-open']).bytes).toBe(0)
  })
})
