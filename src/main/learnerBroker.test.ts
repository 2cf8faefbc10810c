import type { MessagePortMain } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { AppError } from '../core/domain/error'
import type { LearnerNews, TrainingNews, TrainingOrder } from '../ipc/trainingProcess'
import { withLearners, type LearnerHost } from './learnerBroker'

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

function createScene(startHost?: () => Promise<LearnerHost>) {
  const sent: { order: TrainingOrder; ports: readonly MessagePortMain[] }[] = []
  const port = { name: 'end' } as unknown as MessagePortMain
  const close = vi.fn()
  let lose: (why: string) => void = () => undefined
  const start = vi.fn(async (_environment: Readonly<Record<string, string>>, lost: (why: string) => void) => {
    lose = lost
    return startHost ? startHost() : { port, close }
  })
  let say: (news: TrainingNews) => void = () => undefined
  let exit: (code: number) => void = () => undefined
  const [onNews, onExit] = [vi.fn(), vi.fn()]
  const brokered = withLearners(
    (listeners) => {
      say = listeners.onNews
      exit = listeners.onExit
      return { send: (order, ports = []) => void sent.push({ order, ports }), kill: vi.fn() }
    },
    { 'tensorflow-gpu': start },
  )
  brokered({ onNews, onExit })
  const want = (requestId: number, backend: 'tensorflow-gpu' | 'webgpu' = 'tensorflow-gpu'): void =>
    say({ type: 'learner-wanted', requestId, backend, environment: { A: '1' } } satisfies LearnerNews)
  return {
    sent,
    port,
    close,
    start,
    onNews,
    onExit,
    want,
    say: (news: TrainingNews) => say(news),
    exit: (code: number) => exit(code),
    lose: (why: string) => lose(why),
  }
}

describe('a training process that wants a learner elsewhere', () => {
  it('gets one end of its line', async () => {
    const { want, sent, port, start, onNews } = createScene()
    want(7)
    await settled()
    expect(start.mock.calls[0]![0]).toEqual({ A: '1' })
    expect(sent).toEqual([{ order: { type: 'learner-port', requestId: 7 }, ports: [port] }])
    expect(onNews).not.toHaveBeenCalled()
  })

  it('is told what keeps it from starting', async () => {
    const error = { code: 'learner/unsupported', message: 'No adapter' } as const
    const { want, sent } = createScene(() => Promise.reject(new AppError(error)))
    want(1)
    want(2, 'webgpu')
    await settled()
    expect(sent).toContainEqual({ order: { type: 'learner-refused', requestId: 1, error }, ports: [] })
    expect(sent.find(({ order }) => 'requestId' in order && order.requestId === 2)!.order).toMatchObject({
      type: 'learner-refused',
      error: { code: 'learner/unsupported', values: { backend: 'webgpu' } },
    })
  })

  it('is told why it was lost, unless it had let go of it', async () => {
    const { want, sent, say, lose, close } = createScene()
    want(1)
    await settled()
    lose('its process ended with code 5')
    expect(sent.at(-1)!.order).toEqual({ type: 'learner-lost', requestId: 1, why: 'its process ended with code 5' })
    want(2)
    await settled()
    say({ type: 'learner-closed', requestId: 2 })
    expect(close).toHaveBeenCalledOnce()
    lose('its process ended with code 0')
    expect(sent.at(-1)!.order).toEqual({ type: 'learner-port', requestId: 2 })
  })

  it('takes its learners along when it ends, also one that was just starting', async () => {
    const { want, exit, close, onExit, sent } = createScene()
    want(1)
    await settled()
    want(2)
    exit(9)
    expect(onExit).toHaveBeenCalledExactlyOnceWith(9)
    await settled()
    expect(close).toHaveBeenCalledTimes(2)
    expect(sent).toHaveLength(1)
  })

  it('says everything else as before', () => {
    const { say, onNews } = createScene()
    say({ type: 'cancelled' })
    expect(onNews).toHaveBeenCalledExactlyOnceWith({ type: 'cancelled' })
  })
})
