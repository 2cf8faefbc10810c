import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { exampleModel, exampleRequest } from '../../test/support/exampleModel'
import { bytesOf, exampleMap, exampleRecording, failure, useTestFolder } from '../../test/support/studyFolder'
import type { Work } from '../ipc/trainingProcess'
import type { StreamState } from '../ipc/views'
import type { Study } from '../store/study'
import { requireUnused, usesOf } from './recordingUses'

const folder = useTestFolder()
const idle: StreamState = { phase: 'idle' }
function makeStudy(): { study: Study; ids: number[] } {
  const study = folder.open(join(folder.path, 'study'), true)
  const ids = ['R01', 'R02'].map((run) => study.recordings.add(exampleRecording(run, run), exampleMap, bytesOf(run)).id)
  return { study, ids }
}
const select = (study: Study, recordingIds: number[]): Work => ({
  ...{ kind: 'select', studyPath: study.folder, request: { ...exampleRequest, recordingIds }, webgpu: null },
})

describe('what would miss a recording', () => {
  test('is the answer that learned from it, and the one that was judged on it', () => {
    const { study, ids } = makeStudy()
    const [first, second] = ids.map((id) => study.recordings.get(id).hash)
    const model = exampleModel('model-1')
    const provenance = { ...model.provenance, trainedOn: [first!], heldOut: [second!] }
    study.models.save({ ...model, provenance })
    const uses = usesOf(study, ids, { works: [], stream: idle })
    expect(uses.map(({ answers }) => answers.map(({ modelId }) => modelId))).toEqual([[model.id], [model.id]])
    expect(() => requireUnused(study, uses)).not.toThrow()
  })

  test('is the job that reads it now: then it cannot be removed', () => {
    const { study, ids } = makeStudy()
    const uses = usesOf(study, ids, { works: [select(study, [ids[1]!])], stream: idle })
    expect(uses.map(({ running }) => running)).toEqual([[], ['select']])
    const { data } = failure(() => requireUnused(study, uses))
    expect(data).toMatchObject({ code: 'recording/in-use', values: { runs: 'S001 R02', count: 1 } })
  })

  test('is a check of its subject’s labels, and no job of another study', () => {
    const { study, ids } = makeStudy()
    const check: Work = {
      ...{ kind: 'check-labels', studyPath: study.folder },
      request: { subject: 'S001', recordingIds: [], permutations: 9, seed: 1 },
    }
    const elsewhere = { ...select(study, ids), studyPath: '/another' } as Work
    const uses = usesOf(study, ids, { works: [check, elsewhere], stream: idle })
    expect(uses.map(({ running }) => running)).toEqual([['check-labels'], ['check-labels']])
  })

  test('is a replay of it', () => {
    const { study, ids } = makeStudy()
    const source = { kind: 'recording', recordingId: ids[0]!, speed: 1 } as const
    const stream: StreamState = { phase: 'starting', request: { modelId: 'm', source, record: false } }
    expect(usesOf(study, ids, { works: [], stream }).map(({ running }) => running)).toEqual([['session'], []])
  })
})
