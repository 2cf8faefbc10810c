import { expect, test } from 'vitest'
import type { StudyView } from '../../ipc/views'
import type { ApiClient } from './api'
import { StudyState } from './study.svelte'

const view = (...codes: string[]): StudyView => ({
  path: '/study',
  name: 'study',
  subjects: codes.map((code) => ({ code, recordingCount: 1 })),
  recordingCount: codes.length,
  trialCount: 0,
  modelCount: 0,
  sessionCount: 0,
  lastSavedAtMs: null,
})

function make(first: StudyView | null) {
  let tell: (study: StudyView | null) => void = () => undefined
  const notOpened = { path: '/gone', name: 'gone', error: { code: 'study/locked', message: 'x' } }
  const study = new StudyState({
    study: {
      current: () => Promise.resolve(first),
      notOpened: () => Promise.resolve(first ? null : notOpened),
      open: () => Promise.reject(new Error('still')),
      changed: (listener: typeof tell) => {
        tell = listener
        return () => undefined
      },
    },
  } as unknown as ApiClient)
  study.follow()
  return { study, tell: (news: StudyView | null) => tell(news) }
}

test('an import of someone whose name comes first leaves the screens with whom they are about', async () => {
  const { study, tell } = make(view('SIM1', 'SIM2'))
  await study.load()
  expect(study.subject).toBe('SIM1')
  tell(view('S001', 'SIM1', 'SIM2'))
  expect(study.subject).toBe('SIM1')
  tell(view('S001', 'SIM2'))
  expect(study.subject).toBe('S001')
})

test('another study begins with its first subject', async () => {
  const { study, tell } = make(view('SIM1', 'SIM2'))
  await study.load()
  study.chooseSubject('SIM2')
  tell({ ...view('A', 'SIM1'), path: '/other' })
  expect(study.subject).toBe('A')
})

test('what could not be opened can be tried again, and says what prevents it now', async () => {
  const { study } = make(null)
  await study.load()
  expect(study.notOpened?.error.code).toBe('study/locked')
  await study.retry()
  expect(study.notOpened?.error).toMatchObject({ code: 'internal', message: 'still' })
  study.dismiss()
  expect(study.notOpened).toBeNull()
})
