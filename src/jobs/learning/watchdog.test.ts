import { describe, expect, it, vi } from 'vitest'
import type { LearnerPort } from '../../core/model/learnerPort'
import { watchPort } from './watchdog'

const limits = { firstMs: 1000, callMs: 100, exampleMs: 10 }

function createFake() {
  let hear: (message: unknown) => void = () => undefined
  let lose: (why: string) => void = () => undefined
  const posted: unknown[] = []
  const close = vi.fn()
  const port: LearnerPort = {
    post: (message) => void posted.push(message),
    onMessage: (listener) => void (hear = listener),
    onLost: (listener) => void (lose = listener),
    close,
  }
  const watched = watchPort(port, limits)
  const [heard, lost] = [vi.fn(), vi.fn()]
  watched.onMessage(heard)
  watched.onLost(lost)
  const ask = (id: number, call: string, work: number): void => watched.post({ id, call, ask: null, work })
  const answer = (id: number): void => hear({ id, value: null })
  return { watched, posted, close, heard, lost, ask, answer, lose: (why: string) => lose(why) }
}

describe('a watched line', () => {
  it('is lost when an answer does not come in the time that its examples take', () => {
    vi.useFakeTimers()
    const { ask, answer, lost, close, heard } = createFake()
    ask(1, 'hello', 0)
    answer(1)
    ask(2, 'step', 4)
    answer(2)
    ask(3, 'step', 4)
    vi.advanceTimersByTime(139)
    expect(lost).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(lost).toHaveBeenCalledExactlyOnceWith('it hung: no answer within 0.1 s')
    expect(close).toHaveBeenCalledOnce()
    answer(3)
    expect(heard).toHaveBeenCalledTimes(2)
    vi.useRealTimers()
  })

  it('waits longer while a backend loads and compiles its first programs', () => {
    vi.useFakeTimers()
    const { ask, answer, lost } = createFake()
    ask(1, 'hello', 0)
    vi.advanceTimersByTime(900)
    answer(1)
    ask(2, 'create', 0)
    answer(2)
    ask(3, 'step', 1)
    vi.advanceTimersByTime(900)
    answer(3)
    expect(lost).not.toHaveBeenCalled()
    vi.useRealTimers()
  })

  it('starts the clock anew with each answer, and stops it with the last', () => {
    vi.useFakeTimers()
    const { ask, answer, lost } = createFake()
    ask(1, 'step', 1)
    answer(1)
    for (const id of [2, 3, 4]) ask(id, 'parameters', 0)
    for (const id of [2, 3, 4]) {
      vi.advanceTimersByTime(90)
      answer(id)
    }
    vi.advanceTimersByTime(10_000)
    expect(lost).not.toHaveBeenCalled()
    vi.useRealTimers()
  })

  it('says once why it was lost, and nothing after it was closed', () => {
    vi.useFakeTimers()
    const first = createFake()
    first.ask(1, 'step', 1)
    first.lose('it ended')
    vi.advanceTimersByTime(10_000)
    expect(first.lost).toHaveBeenCalledExactlyOnceWith('it ended')
    const second = createFake()
    second.ask(1, 'step', 1)
    second.watched.close()
    vi.advanceTimersByTime(10_000)
    expect(second.lost).not.toHaveBeenCalled()
    expect(second.close).toHaveBeenCalledOnce()
    vi.useRealTimers()
  })
})
