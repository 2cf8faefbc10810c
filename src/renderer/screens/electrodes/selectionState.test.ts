import { expect, test } from 'vitest'
import type { SelectionRequest, SelectionResult } from '../../../core/domain/training'
import { AppError } from '../../../core/domain/error'
import type { AnyJobUpdate } from '../../../ipc/contract'
import { SelectionState } from './selectionState.svelte'

const result = { modelId: 'm1', electrodes: ['C3'] } as unknown as SelectionResult
const request = {} as SelectionRequest
const progress = { step: 'select_learning', done: 1, total: 10 }

/** A main process that does what a test says. */
function make(start: () => Promise<string> = () => Promise.resolve('j1'), latest: SelectionResult | null = null) {
  let job: AnyJobUpdate | null = null
  const cancelled: string[] = []
  const selection = new SelectionState(
    {
      selection: {
        start,
        latest: () => Promise.resolve(latest),
        list: () => Promise.resolve([]),
        get: ({ modelId }) => Promise.resolve({ ...result, modelId }),
      },
    },
    { latest: () => job, cancel: (id) => Promise.resolve(void cancelled.push(id)) },
  )
  const tell = (state: AnyJobUpdate['state'], id = 'j1') => {
    job = { id, kind: 'select', sequence: 1, startedAtMs: 0, state }
  }
  return { selection, tell, cancelled }
}

test('the last result of the study is shown on opening', async () => {
  const { selection } = make(undefined, result)
  await selection.load('/study')
  expect(selection.view).toBe('result')
})

test('the result of a job is shown as soon as it has finished, and not in another study', async () => {
  const { selection, tell } = make()
  await selection.load('/study')
  tell({ phase: 'finished', result: { kind: 'select', selection: result } })
  expect([selection.view, selection.result]).toEqual(['result', result])
  await selection.load('/another')
  expect([selection.view, selection.result]).toEqual(['asking', null])
})

test('a job that runs is shown, and a request to cancel is seen at once', async () => {
  const { selection, tell, cancelled } = make()
  await selection.start(request)
  tell({ phase: 'running', progress })
  expect([selection.view, selection.cancelling]).toEqual(['running', false])
  await selection.cancel()
  expect([selection.cancelling, cancelled]).toEqual([true, ['j1']])
})

test('after a cancel the question comes back with a word, even if an older answer is there', async () => {
  const { selection, tell } = make(undefined, result)
  await selection.load('/study')
  tell({ phase: 'cancelled' })
  expect([selection.view, selection.wasCancelled]).toEqual(['asking', true])
  selection.showAnswer()
  expect([selection.view, selection.wasCancelled]).toEqual(['result', false])
})

test('a refusal is said in place and goes away with the next try', async () => {
  const refusal = new AppError({ code: 'selection/too-few-trials', message: '6 trials' })
  let fail = true
  const { selection } = make(() => (fail ? Promise.reject(refusal) : Promise.resolve('j2')))
  await selection.start(request)
  expect(selection.error?.code).toBe('selection/too-few-trials')
  fail = false
  await selection.start(request)
  expect(selection.error).toBeNull()
})

test('a job that failed says why until the person goes on', () => {
  const { selection, tell } = make()
  tell({ phase: 'failed', error: { code: 'internal', message: 'x' } })
  expect(selection.error?.message).toBe('x')
  selection.dismiss()
  expect(selection.error).toBeNull()
})

test('a job that an earlier page began is shown and can be cancelled, but is not this page’s own', async () => {
  const { selection, tell, cancelled } = make()
  tell({ phase: 'running', progress })
  await selection.load('/study')
  expect([selection.view, selection.isOwn]).toEqual(['running', false])
  await selection.cancel()
  expect(cancelled).toEqual(['j1'])
  await selection.start(request)
  expect(selection.isOwn).toBe(true)
})

test('the word about a cancelled job goes when a newer one runs, and does not come back when that has finished', async () => {
  const { selection, tell } = make()
  await selection.load('/study')
  tell({ phase: 'cancelled' })
  expect(selection.wasCancelled).toBe(true)
  tell({ phase: 'running', progress }, 'j2')
  expect([selection.view, selection.wasCancelled]).toEqual(['running', false])
  tell({ phase: 'finished', result: { kind: 'select', selection: result } }, 'j2')
  expect([selection.view, selection.wasCancelled]).toEqual(['result', false])
})

test('an earlier answer can be looked at again, and a new question takes its place', async () => {
  const { selection } = make(undefined, result)
  await selection.load('/study')
  selection.ask()
  await selection.look('m0')
  expect([selection.view, selection.result?.modelId]).toEqual(['result', 'm0'])
  await selection.start(request)
  expect(selection.result?.modelId).toBe('m1')
})
