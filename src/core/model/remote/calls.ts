import * as v from 'valibot'
import { AppError } from '../../domain/error'
import type { BackendName } from '../../domain/backend'
import type { LearnerPort } from '../learnerPort'
import { compact } from './compact'
import { isReply, type Answer, type Ask, type CallName, type Request } from './messages'
import { answerSchemas, faultIn, replySchema } from './schemas'

/** Asks the other end and waits. Rejects with what failed there, or with `learner/lost`. */
export type CallRemote = <C extends CallName>(call: C, ask: Ask<C>, work?: number) => Promise<Answer<C>>

interface Waiting {
  readonly call: CallName
  resolve(value: never): void
  reject(error: AppError): void
}

/** Matches answers with questions. When the port is lost, all that wait and all later calls fail. */
export function createCalls(port: LearnerPort, backend: BackendName): CallRemote {
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let lost: AppError | null = null
  port.onMessage((message) => {
    const asked = isReply(message) && waiting.get(message.id)
    if (!asked) return
    waiting.delete(message.id)
    const read = readReply(asked.call, message)
    if ('answer' in read) asked.resolve(read.answer as never)
    else asked.reject('failure' in read ? read.failure : learnerLost(backend, read.fault))
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
      waiting.set(id, { call, resolve, reject })
      port.post(compact({ id, call, ask, work } as Request))
    })
  }
}

type Read = { readonly answer: Answer<CallName> } | { readonly failure: AppError } | { readonly fault: string }

/** The other end is not believed: what it answers has the form that belongs to the call, or it is as good as gone. */
function readReply(call: CallName, message: unknown): Read {
  const reply = v.safeParse(replySchema, message)
  if (!reply.success) return { fault: `its answer to ${call} is none (${faultIn(reply.issues)})` }
  const { value, error } = reply.output
  if (error) return { failure: new AppError(error) }
  const schema: v.GenericSchema<unknown, Answer<CallName>> = answerSchemas[call]
  const answer = v.safeParse(schema, value)
  return answer.success
    ? { answer: answer.output }
    : { fault: `its answer to ${call} is none (${faultIn(answer.issues)})` }
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
