import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { sitesOf, toQuestion, type Wish } from '../../src/cli/question'
import { toRecordingViews } from '../../src/main/views'
import { classGroups } from '../../src/renderer/screens/electrodes/question'
import type { Study } from '../../src/store/study'
import { bytesOf, exampleRecording, failure, useTestFolder } from '../support/studyFolder'

const folder = useTestFolder()
let study: Study
beforeEach(() => {
  study = folder.open(join(folder.path, 'a'), true)
  for (const number of [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]) addRun(number, 'S001')
})

/** Runs of EEGMMIDB from R03 on: executed and imagined, fists and feet, in turn. */
function addRun(number: number, subject: string): void {
  const run = `R${String(number).padStart(2, '0')}`
  const what = (number - 3) % 4 < 2 ? 'left-right' : 'fists-feet'
  const task = `${number % 2 ? 'executed' : 'imagined'}-${what}`
  const [first, second] = what === 'left-right' ? ['left-fist', 'right-fist'] : ['both-fists', 'both-feet']
  const text = `${subject}${run}`
  study.recordings.add(
    { ...exampleRecording(text, run), subject, task, fileName: `${text}.edf` },
    {
      meanings: [
        { code: 'T0', classId: 'rest' },
        { code: 'T1', classId: first! },
        { code: 'T2', classId: second! },
      ],
      source: 'rule:eegmmidb',
      confirmed: true,
    },
    bytesOf(text),
  )
}

const ask = (wish: Partial<Wish> = {}) => {
  const { recordings, classes, subject } = toQuestion(study, { subject: undefined, runs: [], classes: [], ...wish })
  return { subject, classes, runs: recordings.map(({ run }) => run) }
}

describe('what the command line asks about', () => {
  test('is by default what the window proposes for the same study', () => {
    const [proposed] = classGroups(toRecordingViews(study))
    const { recordings, classes } = toQuestion(study, { subject: undefined, runs: [], classes: [] })
    expect(recordings.map(({ id }) => id)).toEqual(proposed!.recordingIds)
    expect(classes).toEqual(proposed!.classes)
    expect(ask().runs).toEqual(['R06', 'R10', 'R14'])
  })

  test('are the runs that were named, however they are written, with the classes they cue', () => {
    expect(ask({ runs: ['6', 'r10', 'R4'] })).toEqual({
      subject: 'S001',
      runs: ['R04', 'R06', 'R10'],
      classes: ['left-fist', 'right-fist', 'both-fists', 'both-feet'],
    })
  })

  test('is the task of the classes that were named, with or without a hyphen', () => {
    expect(ask({ classes: ['Left fist', 'right-fist'] })).toMatchObject({
      classes: ['left-fist', 'right-fist'],
      runs: ['R04', 'R08', 'R12'],
    })
    expect(ask({ classes: ['right_fist', 'both feet'] }).runs).toHaveLength(12)
  })

  test('is of the subject that was named; without a name there has to be but one', () => {
    addRun(6, 'S012')
    expect(ask({ subject: '12' })).toMatchObject({ subject: 'S012', runs: ['R06'] })
    const { data } = failure(() => ask())
    expect(data).toMatchObject({ message: 'The study has 2 subjects; expected one.' })
    expect(data.hint).toContain('S001, S012')
    expect(failure(() => ask({ subject: 'S3' })).data.message).toBe('The study has no subject S3.')
  })

  test.each([
    [{ runs: ['R99'] }, 'S001 has no run R99.', 'R03, R04'],
    [{ runs: ['6'], classes: ['left-fist'] }, 'got left-fist', 'both-fists, both-feet'],
    [{ classes: ['jump'] }, 'got jump', 'left-fist, right-fist'],
  ])('%j is refused with what there is', (wish, message, hint) => {
    const { data } = failure(() => ask(wish))
    expect(data.code).toBe('input/invalid')
    expect(data.message).toContain(message)
    expect(data.hint).toContain(hint)
  })
})

describe('sites on the command line', () => {
  const named = (...words: string[]) => sitesOf('avoid', words, study.recordings.list())

  test('are those of the recordings, however they are written, and regions stand for theirs', () => {
    expect(named('c4', 'EEG-Cz', 'C4')).toEqual(['C4', 'Cz'])
    expect(named('midline')).toEqual(['Cz'])
    expect(named()).toEqual([])
  })

  test.each([
    ['Foo', 'They have C3 Cz C4.'],
    ['C44', 'Did you mean C4 or C3'],
    // A site, but none that could be chosen or avoided here.
    ['F3', 'Did you mean C3'],
  ])('%s is refused with the nearest', (word, hint) => {
    const { data } = failure(() => named('C3', word))
    expect(data.message).toBe(`--avoid: expected sites of the chosen runs, got ${word}.`)
    expect(data.hint).toContain(hint)
  })
})
