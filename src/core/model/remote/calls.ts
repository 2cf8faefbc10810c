import { AppError } from '../../domain/error'
import type { BackendName } from '../../domain/backend'
import type { LearnerPort } from '../learnerPort'
import { compact } from './compact'
import { isReply, type Answer, type Ask, type CallName, type Request } from './messages'

/** Asks the other end and waits. Rejects with what failed there, or with `learner/lost`. */
export type CallRemote = <C extends CallName>(call: C, ask: Ask<C>, work?: number) => Promise<Answer<C>>

interface Waiting {
  resolve(value: never): void
  reject(error: AppError): void
}

/** Matches answers with questions. When the port is lost, all that wait and all later calls fail. */
export function createCalls(port: LearnerPort, backend: BackendName): CallRemote {
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let lost: AppError | null = null
  port.onMessage((message) => {
    if (!isReply(message)) return
    const asked = waiting.get(message.id)
    waiting.delete(message.id)
    if ('error' in message) asked?.reject(new AppError(message.error))
    else asked?.resolve(message.value as never)
  })
  port.onLost((why) => {
    lost = learnerLost(backend, why)
    for (const asked of waiting.values()) asked.reject(lost)
    waiting.clear()
  })
  return (call, ask, work = 0) => {
    if (lost) return Promise.reject(lost)
    const id = ++lastId
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      port.post(compact({ id, call, ask, work } as Request))
    })
  }
}

/** The backend's process or page is gone; the job can go on with another backend from its last snapshot. */
export const learnerLost = (backend: BackendName, why: string): AppError =>
  new AppError({
    code: 'learner/lost',
    message: `The learner on ${backend} stopped working: ${why}`,
    hint: 'Start again; if it happens again, choose another backend.',
    detail: why,
    values: { backend },
  })
