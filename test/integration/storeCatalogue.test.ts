import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hertz, samples } from '../../src/core/domain/units'
import { changeChannels } from '../../src/core/montage/channelEdits'
import { writeEdf } from '../../src/core/formats/edf/writeEdf'
import type { Study } from '../../src/store/study'
import { exampleMap, exampleRecording, useTestFolder } from '../support/studyFolder'

const folder = useTestFolder()
const bytes = writeEdf({
  subjectCode: 'S001',
  startedAt: '2024-03-09T10:20:30',
  equipment: 'Test',
  sampleRate: hertz(100),
  labels: ['C3', 'EXG1', 'Cz'],
  data: [1, 2, 3].map((k) => Float32Array.from({ length: 200 }, (_, i) => k * Math.sin(i))),
  markers: [],
})
function study(): Study {
  return folder.open(join(folder.path, 'a'), true)
}
function add(to: Study, text: string): number {
  const recording = { ...exampleRecording(text), electrodes: ['C3', 'Cz'], channelLabels: ['C3', 'EXG1', 'Cz'] }
  return to.recordings.add({ ...recording, sampleRate: hertz(100), sampleCount: samples(200) }, exampleMap, bytes).id
}

describe('what a person keeps with a recording', () => {
  test('tags and a note are there when the study is opened again, with what was before in the audit trail', () => {
    const first = study()
    const [a, b] = [add(first, 'one'), add(first, 'two')]
    first.notes.change([a, b], { add: ['pilot'] })
    first.notes.change([a], { remove: ['pilot'], add: ['late'], note: 'cap slipped' })
    const again = folder.open(join(folder.path, 'a'))
    expect(again.notes.get(a)).toEqual({ tags: ['late'], note: 'cap slipped' })
    expect([...again.notes.all()].map(([id, { tags }]) => [id, tags])).toEqual([
      [a, ['late']],
      [b, ['pilot']],
    ])
    expect(again.audit.list().filter(({ what }) => what === `notes.set ${a}`).length).toBe(2)
    expect(again.audit.firstBroken()).toBeNull()
  })
  test('a tag that cannot be kept changes none of them', () => {
    const one = study()
    const ids = [add(one, 'one'), add(one, 'two')]
    expect(() => one.notes.change(ids, { add: ['fine', 'no, comma'] })).toThrow('comma')
    expect(one.notes.all().size).toBe(0)
  })
  test('they go with the recording', () => {
    const one = study()
    const id = add(one, 'one')
    one.notes.change([id], { add: ['pilot'] })
    one.recordings.remove(id)
    expect(one.notes.all().size).toBe(0)
  })
  test('a session is kept by a change of subject and run, and taken away by null', () => {
    const one = study()
    const id = add(one, 'one')
    one.recordings.rename(id, { subject: 'S002', run: 'R03', session: 'after' })
    one.recordings.rename(id, { subject: 'S002', run: 'R04' })
    expect(one.recordings.get(id)).toMatchObject({ subject: 'S002', run: 'R04', session: 'after' })
    one.recordings.rename(id, { subject: 'S002', run: 'R04', session: null })
    expect(one.recordings.get(id)).not.toHaveProperty('session')
  })
})

test('sites given to channels are what every reader of the recording sees; the original stays', () => {
  const one = study()
  const id = add(one, 'one')
  const { channels } = one.recordings.openUnedited(id).info
  const change = { channel: 1, label: 'EXG1', electrode: 'C4' }
  one.channelEdits.set(id, changeChannels(channels, [], [change]), ['C3', 'C4', 'Cz'])
  expect(one.recordings.get(id).electrodes).toEqual(['C3', 'C4', 'Cz'])
  const sites = (list: readonly { electrode: string | null }[]) => list.map(({ electrode }) => electrode)
  expect(sites(one.recordings.open(id).info.channels)).toEqual(['C3', 'C4', 'Cz'])
  expect(sites(one.recordings.read(id).channels)).toEqual(['C3', 'C4', 'Cz'])
  expect(sites(one.recordings.openUnedited(id).info.channels)).toEqual(['C3', null, 'Cz'])
  // The numbers are those of the same file.
  expect(one.recordings.open(id).read(samples(0), samples(5), [1])[0]).toEqual(
    one.recordings.openUnedited(id).read(samples(0), samples(5), [1])[0],
  )
})
