import { expect, test } from 'vitest'
import type { AnyJobUpdate } from '../../../ipc/contract'
import { checkOf } from './checkOf'

const whose = { subject: 'S001', studyPath: '/study' }
const ours: AnyJobUpdate['report'] = { kind: 'check-labels', ...whose }
const failed: AnyJobUpdate['state'] = { phase: 'failed', error: { code: 'internal', message: 'x' } }
const running: AnyJobUpdate['state'] = { phase: 'running', progress: { step: 'x', done: 0 } }
const job = (id: string, change: Partial<AnyJobUpdate>): AnyJobUpdate => ({
  ...{ id, kind: 'check-labels', sequence: 1, startedAtMs: 0, state: failed },
  ...change,
})

test('the newest check of the subject in this study is shown', () => {
  const other: AnyJobUpdate['report'] = { kind: 'check-labels', subject: 'S002', studyPath: '/study' }
  const elsewhere: AnyJobUpdate['report'] = { kind: 'check-labels', subject: 'S001', studyPath: '/else' }
  const jobs = [
    job('old', { report: ours }),
    job('new', { report: ours }),
    job('other', { report: other }),
    job('elsewhere', { report: elsewhere }),
    job('import', { kind: 'import' }),
  ]
  expect(checkOf(jobs, whose)?.id).toBe('new')
  expect(checkOf(jobs, { ...whose, subject: 'S003' })).toBeNull()
})

test('a check that runs is shown before it says whose it is, and a cancelled one leaves the one before it', () => {
  const before = job('before', { report: ours })
  expect(checkOf([before, job('now', { state: running })], whose)?.id).toBe('now')
  expect(checkOf([before, job('gone', { state: { phase: 'cancelled' }, report: ours })], whose)?.id).toBe('before')
})
