import * as v from 'valibot'
import { errorCodes, type ErrorData } from '../../domain/error'
import type { Answer, Ask, CallName } from './messages'

/** What may come over a `LearnerPort`: the other end is another process or a page, and not believed. Values that a diverged
 *  learning has (NaN) are numbers here. */
const number = v.custom<number>((value) => typeof value === 'number', 'Expected a number')
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const size = v.pipe(whole, v.minValue(1))
const floats = v.instance(Float32Array)
const indices = v.instance(Int32Array)
const nothing = v.null()

const parameters = v.record(v.string(), floats)
const statistics = v.object({ bn1Mean: floats, bn1Var: floats, bn2Mean: floats, bn2Var: floats })
const snapshot = v.object({
  ...{ parameters, firstMoments: parameters, secondMoments: parameters },
  ...{ steps: whole, statistics: v.nullable(statistics) },
})

const network = v.object({
  kind: v.literal('msfbcnn'),
  taps: v.array(size),
  ...{ filtersPerBank: size, maps: size, poolLength: size, poolStride: size },
  ...{ batchNormEpsilon: number, logFloor: number, dropout: number },
})
const spec = v.object({
  network,
  mode: v.picklist(['select', 'fixed']),
  ...{ channels: size, neurons: size, samples: size, classes: size },
})

const noise = v.variant('kind', [
  v.object({ kind: v.literal('arrays'), uniforms: v.nullable(floats), dropoutMask: v.nullable(floats) }),
  v.object({ kind: v.literal('seeded'), seed: number, step: whole }),
])
const batch = v.pipe(
  v.object({ examples: whole, indices, labels: indices, noise }),
  v.check((one) => one.indices.length === one.labels.length, 'Expected a label for each index'),
)
const objective = { temperature: number, threshold: number, penaltyWeight: number, weightDecay: number }
const settings = v.object({
  ...objective,
  ...{ learningRate: number, alphaRate: number, frozen: v.optional(v.array(v.string())) },
})

const examples = v.pipe(
  v.object({
    ...{ number: whole, count: whole, channels: size, samples: size },
    ...{ signalOf: indices, startOf: indices, signals: v.array(whole) },
  }),
  v.check(
    ({ count, signalOf, startOf }) => signalOf.length === count && startOf.length === count,
    'Expected a place for each example',
  ),
  v.check(
    ({ signalOf, startOf, signals }) =>
      signalOf.every((signal) => signal >= 0 && signal < signals.length) && startOf.every((start) => start >= 0),
    'Expected places in the signals',
  ),
)

const learner = whole
const figures = { loss: number, crossEntropy: number, penalty: number, correct: number }

type Schemas<Kind extends 'ask' | 'answer'> = {
  readonly [C in CallName]: v.GenericSchema<unknown, Kind extends 'ask' ? Ask<C> : Answer<C>>
}

export const askSchemas: Schemas<'ask'> = {
  hello: nothing,
  create: v.object({ learner, spec }),
  dispose: v.object({ learner }),
  keepSignals: v.array(v.object({ number: whole, signal: floats })),
  keepExamples: examples,
  forget: v.object({ examples: v.array(whole), signals: v.array(whole) }),
  load: v.object({ learner, parameters }),
  loadStatistics: v.object({ learner, statistics }),
  parameters: v.object({ learner }),
  statistics: v.object({ learner }),
  snapshot: v.object({ learner }),
  restore: v.object({ learner, snapshot }),
  step: v.object({ learner, batch, settings }),
  gradients: v.object({ learner, batch, objective: v.object(objective) }),
  evaluate: v.object({ learner, examples: whole, indices }),
  recomputeStatistics: v.object({ learner, examples: whole, indices }),
}

export const answerSchemas: Schemas<'answer'> = {
  hello: v.object({ device: v.string(), accelerated: v.boolean() }),
  create: nothing,
  dispose: nothing,
  keepSignals: nothing,
  keepExamples: nothing,
  forget: nothing,
  load: nothing,
  loadStatistics: nothing,
  parameters,
  statistics: v.nullable(statistics),
  snapshot,
  restore: nothing,
  step: v.object({ ...figures, alpha: v.nullable(floats) }),
  gradients: v.object({ ...figures, logits: floats, gradients: parameters }),
  evaluate: floats,
  recomputeStatistics: statistics,
}

export const requestSchema = v.object({
  id: whole,
  call: v.custom<CallName>((name) => typeof name === 'string' && Object.hasOwn(askSchemas, name), 'Expected a call'),
  ask: v.unknown(),
  work: whole,
})

const error: v.GenericSchema<unknown, ErrorData> = v.object({
  code: v.picklist(errorCodes),
  message: v.string(),
  hint: v.optional(v.string()),
  detail: v.optional(v.string()),
  values: v.optional(v.record(v.string(), v.union([v.string(), v.number()]))),
})

/** Whether it has a value or a failure is looked at after that; the value is read by the call's own schema. */
export const replySchema = v.object({ id: whole, value: v.optional(v.unknown()), error: v.optional(error) })

/** Where a message differs from what was expected: `batch.labels: Expected …`. */
export const faultIn = (issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string => {
  const [{ message, path }] = issues
  const place = path?.map(({ key }) => String(key)).join('.')
  return place ? `${place}: ${message}` : message
}
