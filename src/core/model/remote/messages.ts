import type { ErrorData } from '../../domain/error'
import type { BatchStatistics, Parameters } from '../../domain/model'
import type { Examples } from '../../domain/examples'
import type {
  GradientResult,
  LearnerBatch,
  LearnerFactory,
  LearnerSnapshot,
  LearnerSpec,
  Objective,
  StepResult,
  StepSettings,
} from '../learner'

/** What one end of a `LearnerPort` asks and the other answers. Examples, their signals and learners are sent once and
 *  then named by numbers that the asking end gives. */
export interface RemoteCalls {
  /** The first call: the other end loads its backend. */
  hello: { ask: null; answer: Hello }
  create: { ask: { learner: number; spec: LearnerSpec }; answer: null }
  dispose: { ask: OfLearner; answer: null }

  keepSignals: { ask: readonly NumberedSignal[]; answer: null }
  keepExamples: { ask: NumberedExamples; answer: null }
  forget: { ask: { examples: readonly number[]; signals: readonly number[] }; answer: null }

  load: { ask: OfLearner & { parameters: Parameters }; answer: null }
  loadStatistics: { ask: OfLearner & { statistics: BatchStatistics }; answer: null }
  parameters: { ask: OfLearner; answer: Parameters }
  statistics: { ask: OfLearner; answer: BatchStatistics | null }
  snapshot: { ask: OfLearner; answer: LearnerSnapshot }
  restore: { ask: OfLearner & { snapshot: LearnerSnapshot }; answer: null }
  step: { ask: OfLearner & { batch: NumberedBatch; settings: StepSettings }; answer: StepResult }
  gradients: { ask: OfLearner & { batch: NumberedBatch; objective: Objective }; answer: GradientResult }
  evaluate: { ask: OfLearner & OfExamples; answer: Float32Array }
  recomputeStatistics: { ask: OfLearner & OfExamples; answer: BatchStatistics }
}
export type CallName = keyof RemoteCalls
export type Ask<C extends CallName> = RemoteCalls[C]['ask']
export type Answer<C extends CallName> = RemoteCalls[C]['answer']

/** What the other end runs on. */
export interface Hello {
  readonly device: string
  /** True on a graphics card. */
  readonly accelerated: boolean
}

/** A factory that knows whether a graphics card does the work. */
export interface DeviceLearners extends LearnerFactory, Hello {}

interface OfLearner {
  readonly learner: number
}
interface OfExamples {
  readonly examples: number
  readonly indices: Int32Array
}
export interface NumberedSignal {
  readonly number: number
  readonly signal: Float32Array
}
export interface NumberedExamples extends Omit<Examples, 'signals'> {
  readonly number: number
  /** Numbers of the signals, in their order. */
  readonly signals: readonly number[]
}
export interface NumberedBatch extends Omit<LearnerBatch, 'examples'> {
  readonly examples: number
}

export interface Request<C extends CallName = CallName> {
  readonly id: number
  readonly call: C
  readonly ask: Ask<C>
  /** How many examples are computed on: whoever waits for the answer knows how long that may take. */
  readonly work: number
}

export type Reply =
  { readonly id: number; readonly value: Answer<CallName> } | { readonly id: number; readonly error: ErrorData }

/** By their shape alone, for whoever passes messages on; both ends read them by `schemas.ts`. */
export const isRequest = (message: unknown): message is Request =>
  isRecord(message) && typeof message['id'] === 'number' && typeof message['call'] === 'string'

export const isReply = (message: unknown): message is Reply =>
  isRecord(message) &&
  typeof message['id'] === 'number' &&
  (Object.hasOwn(message, 'value') || Object.hasOwn(message, 'error'))

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
