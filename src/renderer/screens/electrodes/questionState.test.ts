import { expect, test } from 'vitest'
import type { RecordingView } from '../../../ipc/views'
import { QuestionState } from './questionState.svelte'

const electrodes = ['C3', 'Cz', 'C4', 'CP4']
const run = (id: number, classCounts: Record<string, number>) =>
  ({ summary: { id, electrodes }, classCounts, badElectrodes: [] }) as unknown as RecordingView
const fists = { 'left-fist': 7, 'right-fist': 8 }
const both = { 'both-fists': 8, 'both-feet': 7 }
const recordings = [run(4, fists), run(6, both), run(10, both), run(14, both)]
const adopted = { studyPath: '/a', subject: 'S001', recordings, cap: null }

function make() {
  const question = new QuestionState()
  question.adopt(adopted)
  return question
}

test('the first question is about the task with the most runs', () => {
  const request = make().toRequest()
  expect(request).toMatchObject({
    subject: 'S001',
    recordingIds: [6, 10, 14],
    classes: ['both-fists', 'both-feet'],
    electrodes: 8,
    candidates: [],
    steps: 300,
    seed: 1,
  })
})

test('what was chosen stays when the list of recordings comes anew, and goes with another subject or study', () => {
  const question = make()
  question.toggleRun(14)
  question.setKept('C3', true)
  question.adopt({ ...adopted, recordings: [...recordings] })
  expect([question.recordingIds, question.keep]).toEqual([[6, 10], ['C3']])
  question.adopt({ ...adopted, studyPath: '/b' })
  expect([question.recordingIds, question.keep]).toEqual([[6, 10, 14], []])
})

test('a class that is added brings the runs that cue it', () => {
  const question = make()
  question.toggleClass('left-fist')
  expect(question.recordingIds).toEqual([4, 6, 10, 14])
})

test('a site goes from candidate to keep to avoid and back, and is never both', () => {
  const question = make()
  question.cycleSite('C3')
  expect([question.keep, question.avoid]).toEqual([['C3'], []])
  question.cycleSite('C3')
  expect([question.keep, question.avoid]).toEqual([[], ['C3']])
  question.cycleSite('C3')
  expect([question.keep, question.avoid]).toEqual([[], []])
})

test('the network decodes until another decoder is asked for', () => {
  const question = make()
  expect(question.toRequest().decoder).toBe('network')
  question.decoder = 'riemann'
  expect(question.toRequest().decoder).toBe('riemann')
})
