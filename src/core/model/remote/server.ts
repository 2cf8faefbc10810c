import * as v from 'valibot'
import { AppError, toErrorData, type ErrorData } from '../../domain/error'
import type { Examples } from '../../domain/examples'
import type { Learner, LearnerBatch } from '../learner'
import type { LearnerPort } from '../learnerPort'
import { compact } from './compact'
import { isRequest, type Answer, type Ask, type CallName, type DeviceLearners } from './messages'
import type { NumberedBatch, Reply, Request } from './messages'
import { askSchemas, faultIn, requestSchema } from './schemas'

/** Answers the calls of `createRemoteLearners` at the other end of the port, one after the other. `open` loads the
 *  backend when it is first asked for; its failure is told to the other end. Resolves when the other end is gone and the
 *  learners are disposed of. */
export function serveLearners(port: LearnerPort, open: () => Promise<DeviceLearners>): Promise<void> {
  const served = createServed(open)
  let queue: Promise<unknown> = Promise.resolve()
  port.onMessage((message) => {
    const request = readRequest(message)
    if (request) queue = queue.then(async () => port.post(compact(await replyTo(served, request))))
  })
  return new Promise((resolve) => {
    port.onLost(() => void queue.then(() => disposeAll(served)).then(resolve, () => resolve()))
  })
}

interface Served {
  readonly open: () => Promise<DeviceLearners>
  readonly learners: Map<number, Learner>
  readonly examples: Map<number, Examples>
  readonly signals: Map<number, Float32Array>
}

function createServed(open: () => Promise<DeviceLearners>): Served {
  let opened: Promise<DeviceLearners> | null = null
  return { open: () => (opened ??= open()), learners: new Map(), examples: new Map(), signals: new Map() }
}

/** A call with what it asks, or what is wrong with it; null for what is no question at all. */
type ReadRequest = Pick<Request, 'id' | 'call' | 'ask'> | { readonly id: number; readonly fault: string }

/** The other end is not believed: nothing reaches a backend that does not have the form of its call. */
function readRequest(message: unknown): ReadRequest | null {
  const request = v.safeParse(requestSchema, message)
  if (!request.success) return isRequest(message) ? { id: message.id, fault: faultIn(request.issues) } : null
  const { id, call } = request.output
  const schema: v.GenericSchema<unknown, Ask<CallName>> = askSchemas[call]
  const ask = v.safeParse(schema, request.output.ask)
  return ask.success ? { id, call, ask: ask.output } : { id, fault: `${call}: ${faultIn(ask.issues)}` }
}

async function replyTo(served: Served, request: ReadRequest): Promise<Reply> {
  const { id } = request
  if ('fault' in request) return { id, error: { code: 'internal', message: `No such question: ${request.fault}` } }
  try {
    const handler = handlers[request.call] as (served: Served, ask: unknown) => Promise<Answer<CallName>>
    return { id, value: await handler(served, request.ask) }
  } catch (thrown) {
    return { id, error: toFailure(thrown) }
  }
}

/** What a backend throws by itself (no memory on the card, a device that is gone) is its end: another may go on. */
function toFailure(thrown: unknown): ErrorData {
  const data = toErrorData(thrown)
  if (data.code !== 'internal') return data
  const { message } = data
  return { code: 'learner/lost', message: `The backend stopped: ${message}`, detail: message }
}

async function disposeAll({ learners, examples, signals }: Served): Promise<void> {
  for (const learner of learners.values()) await learner.dispose()
  for (const kept of [learners, examples, signals]) kept.clear()
}

type Handlers = { readonly [C in CallName]: (served: Served, ask: Ask<C>) => Promise<Answer<C>> }

const handlers: Handlers = {
  async hello({ open }) {
    const { device, accelerated } = await open()
    return { device, accelerated }
  },
  async create({ open, learners }, { learner, spec }) {
    learners.set(learner, await (await open()).create(spec))
    return null
  },
  async dispose({ learners }, { learner }) {
    await find(learners, learner, 'learner').dispose()
    learners.delete(learner)
    return null
  },
  async keepSignals({ signals }, numbered) {
    for (const { number, signal } of numbered) signals.set(number, signal)
    return null
  },
  async keepExamples({ signals, examples }, { number, ...numbered }) {
    const kept = { ...numbered, signals: numbered.signals.map((signal) => find(signals, signal, 'signal')) }
    requireInside(kept)
    examples.set(number, kept)
    return null
  },
  async forget(served, { examples, signals }) {
    for (const number of examples) served.examples.delete(number)
    for (const number of signals) served.signals.delete(number)
    return null
  },
  load: async (served, { learner, parameters }) => done(learnerOf(served, learner).load(parameters)),
  loadStatistics: async (served, { learner, statistics }) =>
    done(learnerOf(served, learner).loadStatistics(statistics)),
  parameters: async (served, { learner }) => learnerOf(served, learner).parameters(),
  statistics: async (served, { learner }) => learnerOf(served, learner).statistics(),
  snapshot: async (served, { learner }) => learnerOf(served, learner).snapshot(),
  restore: async (served, { learner, snapshot }) => done(learnerOf(served, learner).restore(snapshot)),
  step: async (served, { learner, batch, settings }) =>
    learnerOf(served, learner).step(toBatch(served, batch), settings),
  gradients: async (served, { learner, batch, objective }) =>
    learnerOf(served, learner).gradients(toBatch(served, batch), objective),
  evaluate: async (served, { learner, examples, indices }) =>
    learnerOf(served, learner).evaluate(examplesOf(served, examples, indices), indices),
  recomputeStatistics: async (served, { learner, examples, indices }) =>
    learnerOf(served, learner).recomputeStatistics(examplesOf(served, examples, indices), indices),
}

const learnerOf = ({ learners }: Served, number: number): Learner => find(learners, number, 'learner')

/** Examples that have all of the indices. */
function examplesOf({ examples }: Served, number: number, indices: Int32Array): Examples {
  const found = find(examples, number, 'set of examples')
  const stranger = indices.find((index) => index < 0 || index >= found.count)
  if (stranger === undefined) return found
  throw wrong(`Expected indices below ${found.count}, got ${stranger}.`)
}

/** Windows lie in their signals: beyond the end a backend would learn from whatever it finds there. */
function requireInside({ channels, samples, signals, signalOf, startOf }: Examples): void {
  const outside = startOf.findIndex((start, i) => start + samples > signals[signalOf[i]!]!.length / channels)
  if (outside >= 0) throw wrong(`Example ${outside} leaves its signal.`)
}

const toBatch = (served: Served, batch: NumberedBatch): LearnerBatch => ({
  ...batch,
  examples: examplesOf(served, batch.examples, batch.indices),
})

const done = async (work: Promise<void>): Promise<null> => {
  await work
  return null
}

function find<T>(kept: ReadonlyMap<number, T>, number: number, what: string): T {
  const found = kept.get(number)
  if (found) return found
  throw wrong(`There is no ${what} with the number ${number} here (any more).`)
}

const wrong = (message: string): AppError => new AppError({ code: 'internal', message })
