import { describe, expect, test } from 'vitest'
import type { RecordingView } from '../../../ipc/views'
import { eegmmidbSites, motorSites } from '../../../core/montage/regions'
import type { QuestionParts } from './question'
import { classGroups, commonSites, countTrials, faultsOf, sitesOfChoice } from './question'

function recording(
  id: number,
  classCounts: Record<string, number>,
  more: Partial<RecordingView['summary']> = {},
): RecordingView {
  const summary = {
    id,
    hash: `hash${id}`,
    fileName: `S001R${id}.edf`,
    format: 'edf+',
    subject: 'S001',
    run: `R${String(id).padStart(2, '0')}`,
    sampleRate: 160,
    sampleCount: 20_000,
    electrodes: eegmmidbSites,
    channelLabels: eegmmidbSites,
    markerCounts: {},
    problems: [],
    importedAtMs: 0,
    origin: 'file',
    byteLength: 1,
    ...more,
  } as RecordingView['summary']
  const eventMap = { meanings: [], source: 'rule:eegmmidb', confirmed: true } as const
  return {
    summary,
    task: null,
    eventMap,
    classCounts,
    badElectrodes: [],
    ignoredElectrodes: [],
    notes: { tags: [], note: '' },
  }
}
const fists = { 'left-fist': 7, 'right-fist': 8, rest: 15 }
const both = { 'both-fists': 8, 'both-feet': 7, rest: 15 }
const runs = [recording(4, fists), recording(6, both), recording(10, both), recording(14, both)]
const parts: QuestionParts = {
  electrodes: 8,
  recordingIds: [6, 10, 14],
  classes: ['both-fists', 'both-feet'],
  candidates: 'all',
  keep: [],
  avoid: [],
}

describe('the question', () => {
  test('the task with the most runs is offered first, and rest is no class', () => {
    const [first, second] = classGroups([...runs, recording(1, { rest: 1 })])
    expect(first).toEqual({ task: null, classes: ['both-fists', 'both-feet'], recordingIds: [6, 10, 14], trials: 45 })
    expect(second!.recordingIds).toEqual([4])
  })

  test('trials are counted by class over the chosen runs', () => {
    expect([...countTrials(runs, parts)]).toEqual([
      ['both-fists', 24],
      ['both-feet', 21],
    ])
  })

  test('a site that is bad or absent in one run is no candidate', () => {
    const few = recording(20, both, { electrodes: ['C3', 'C4', 'Cz'] })
    const bad = { ...recording(21, both), badElectrodes: ['C4'] }
    expect(commonSites([few, bad], [20, 21])).toEqual(['C3', 'Cz'])
  })

  test('candidates are all sites, a region, or those of the cap in use', () => {
    expect(sitesOfChoice('motor', eegmmidbSites, null)).toEqual(motorSites)
    const cap = { id: 'x', name: 'x', sites: ['C3', null, 'C4', 'A1'], inputs: 4, origin: 'own' } as const
    expect(sitesOfChoice('cap', eegmmidbSites, cap)).toEqual(['C3', 'C4'])
  })

  test('a sound question has no faults', () => {
    expect(faultsOf(runs, parts, eegmmidbSites)).toEqual([])
  })

  test.each([
    ['one class', { classes: ['both-feet'] }, 'classes'],
    ['one run, so that none could be held out', { recordingIds: [6] }, 'runs'],
    ['a site kept and avoided at once', { keep: ['C3'], avoid: ['C3'] }, 'both'],
    ['a kept site that is no candidate', { keep: ['A1'] }, 'not-candidates'],
    ['more kept sites than electrodes', { electrodes: 1, keep: ['C3', 'C4'] }, 'too-many-kept'],
    ['more electrodes than sites', { electrodes: 64, avoid: ['C3'] }, 'too-few-candidates'],
  ] as const)('%s is said before anything is learned', (_name, change, kind) => {
    expect(faultsOf(runs, { ...parts, ...change }, eegmmidbSites).map((fault) => fault.kind)).toEqual([kind])
  })

  test('a class with few trials is named with its count', () => {
    const short = [
      recording(6, both),
      recording(10, { 'both-fists': 8 }),
      recording(14, { 'both-fists': 3, 'both-feet': 0 }),
    ]
    const poor = short.map((one) => ({ ...one, classCounts: { ...one.classCounts, 'both-feet': 1 } }))
    expect(faultsOf(poor, parts, eegmmidbSites)).toEqual([{ kind: 'trials', classId: 'both-feet', count: 3 }])
  })
})

test('executed and imagined movements are two tasks, and the imagined one is proposed', () => {
  const executed = [3, 7, 11].map((id) => ({ ...recording(id, fists), task: 'executed-left-right' }))
  const imagined = [4, 8].map((id) => ({ ...recording(id, fists), task: 'imagined-left-right' }))
  const groups = classGroups([...executed, ...imagined])
  expect(groups.map(({ task, recordingIds }) => [task, recordingIds])).toEqual([
    ['imagined-left-right', [4, 8]],
    ['executed-left-right', [3, 7, 11]],
  ])
})
