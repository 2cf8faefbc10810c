import { expect, test, vi } from 'vitest'
import { defaultCurve } from '../../../../core/domain/curveDefaults'
import type { AnyJobUpdate } from '../../../../ipc/contract'
import { curveFinding } from '../../../../../test/support/curveFinding'
import { CurveState } from './curveState.svelte'

const found = curveFinding()
const summary = (id: string, subject: string, shuffleLabels = false) => ({ id, subjects: [subject], shuffleLabels })
const plan = { ...defaultCurve, subjects: ['S001'], recordingIds: [1, 2], classes: ['a', 'b'] }

function make(answers: readonly unknown[] = []) {
  let job: AnyJobUpdate | null = null
  const curve = {
    start: vi.fn(() => Promise.resolve('job')),
    list: vi.fn(() => Promise.resolve(answers)),
    get: vi.fn(({ id }: { id: string }) => Promise.resolve({ ...found, id })),
    unfinished: vi.fn(() => Promise.resolve([])),
    discard: vi.fn(() => Promise.resolve()),
  }
  const state = new CurveState({ curve } as never, { latest: () => job, cancel: vi.fn(() => Promise.resolve()) })
  const put = (update: unknown) => (job = update as AnyJobUpdate)
  return { state, curve, put }
}

test('the newest answer about the subject that is no control is shown', async () => {
  const { state } = make([
    summary('control', 'S001', true),
    summary('other', 'S002'),
    summary('mine', 'S001'),
    summary('old', 'S001'),
  ])
  await state.load('/study', 'S001')
  expect(state.finding?.id).toBe('mine')
  expect(state.view).toBe('answer')
})

test('of another subject nothing stays', async () => {
  const { state } = make([summary('mine', 'S001')])
  await state.load('/study', 'S001')
  await state.load('/study', 'S009')
  expect(state.finding).toBeNull()
  expect(state.view).toBe('asking')
})

test('the answer of a job that has just ended is shown, also where another one was looked at', async () => {
  const { state, put } = make([summary('mine', 'S001')])
  await state.load('/study', 'S001')
  await state.start(plan)
  put({
    id: 'job',
    kind: 'curve',
    state: { phase: 'finished', result: { kind: 'curve', finding: { ...found, id: 'new' } } },
  })
  await state.load('/study', 'S001')
  expect(state.finding?.id).toBe('new')
  await state.look('mine')
  await state.load('/study', 'S001')
  expect(state.finding?.id).toBe('mine')
})

test('after a cancel the question is there again, until the person goes on', async () => {
  const { state, put } = make([summary('mine', 'S001')])
  await state.load('/study', 'S001')
  await state.start(plan)
  put({ id: 'job', kind: 'curve', state: { phase: 'cancelled' } })
  expect(state.wasCancelled).toBe(true)
  expect(state.view).toBe('asking')
  state.showAnswer()
  expect(state.view).toBe('answer')
})

test('what cannot be started says why, and is dismissed', async () => {
  const { state, curve } = make()
  curve.start.mockRejectedValueOnce(new Error('no'))
  await state.start(plan)
  expect(state.error).not.toBeNull()
  state.dismiss()
  expect(state.error).toBeNull()
})
