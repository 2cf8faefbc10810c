import { publishedNetwork, type NetworkSpec, type Parameters } from '../../../src/core/domain/model'
import { separateExamples, type Examples } from '../../../src/core/domain/examples'
import { createRandom, type Random } from '../../../src/core/domain/random'
import { featureCount, type LearnerBatch, type LearnerSpec, type Objective } from '../../../src/core/model/learner'
import { initialParameters } from '../../../src/core/model/parameters'

/** One learner's sizes, state and batch, all drawn from one seed. */
export interface LearnerCase {
  /** Sizes and seed, enough to make it again. */
  readonly name: string
  readonly spec: LearnerSpec
  readonly parameters: Parameters
  readonly batch: LearnerBatch
  readonly objective: Objective
}

export interface CaseSizes {
  readonly mode?: LearnerSpec['mode']
  readonly channels: number
  readonly neurons: number
  readonly samples: number
  readonly classes: number
  readonly batch: number
  readonly network?: Partial<NetworkSpec>
}

export const defaultObjective: Objective = { temperature: 0.7, threshold: 0.8, penaltyWeight: 1, weightDecay: 5e-4 }

/** A case of given sizes: signals with offsets, parameters away from their start, uniforms over their whole range. */
export function caseOf(sizes: CaseSizes, seed: number, objective: Objective = defaultObjective): LearnerCase {
  const random = createRandom(seed)
  const { mode = 'select', channels, neurons, samples, classes, batch } = sizes
  const network = { ...publishedNetwork, ...sizes.network }
  const spec: LearnerSpec = {
    network,
    mode,
    channels: mode === 'select' ? channels : neurons,
    neurons,
    samples,
    classes,
  }
  const examples = offsetExamples(batch + 2, spec, random.fork('signal'))
  const draws = random.fork('noise')
  const keep = 1 / (1 - network.dropout)
  const noise = {
    kind: 'arrays' as const,
    uniforms: mode === 'select' ? draw(batch * channels * neurons, () => 1e-6 + (1 - 2e-6) * draws.next()) : null,
    dropoutMask: draw(batch * featureCount(spec), () => (draws.next() < network.dropout ? 0 : keep)),
  }
  const indices = Int32Array.from(random.shuffle(Array.from({ length: batch + 2 }, (_, i) => i)).slice(0, batch))
  const labels = Int32Array.from({ length: batch }, () => random.integer(classes))
  return {
    name: `${mode} ${spec.channels}→${neurons}, T ${samples}, ${classes} classes, batch ${batch}${describeNetwork(sizes)}, seed ${seed}`,
    spec,
    parameters: unsettled(initialParameters(spec, random.fork('weights')), random.fork('moved')),
    batch: { examples, indices, labels, noise },
    objective,
  }
}

/** A row of a table of tests. */
export const named = (made: LearnerCase): [string, LearnerCase] => [made.name, made]

/** Sizes at random within what a learner must be able to do; `cost` bounds trials × rows × samples. */
export function randomSizes(random: Random, cost = 40_000): CaseSizes {
  const between = (low: number, high: number): number => low + random.integer(high - low + 1)
  const often = (likely: number, low: number, high: number): number =>
    random.next() < 0.6 ? between(low, likely) : between(likely, high)
  for (;;) {
    const sizes = {
      mode: random.next() < 0.6 ? ('select' as const) : ('fixed' as const),
      channels: often(12, 1, 70),
      neurons: often(6, 1, 20),
      samples: often(420, 100, 1500),
      classes: between(2, 8),
      batch: often(7, 1, 24),
      ...(random.next() < 0.4 ? { network: randomNetwork(random) } : {}),
    }
    if (sizes.batch * (sizes.neurons * 4 + sizes.channels) * sizes.samples <= cost * 8) return sizes
  }
}

function randomNetwork(random: Random): Partial<NetworkSpec> {
  const lengths = random.shuffle([3, 9, 17, 21, 27, 33, 41, 51, 65, 81]).slice(0, 1 + random.integer(4))
  return {
    taps: lengths,
    filtersPerBank: 1 + random.integer(11),
    maps: 1 + random.integer(13),
    poolLength: 20 + random.integer(70),
    poolStride: 5 + random.integer(30),
    batchNormEpsilon: [1e-5, 1e-3, 0.1][random.integer(3)]!,
    logFloor: [1e-6, 0.3][random.integer(2)]!,
    dropout: [0, 0.25, 0.5][random.integer(3)]!,
  }
}

/** Rhythms over noise, each channel with an offset and a drift of its own, so that means and edges matter. */
function offsetExamples(count: number, spec: LearnerSpec, random: Random): Examples {
  const { channels, samples } = spec
  const x = new Float32Array(count * channels * samples)
  for (let row = 0; row < count * channels; row++) {
    const [offset, slope, amplitude] = [0.5 + 0.4 * random.normal(), random.normal() / samples, random.next()]
    const [rate, phase] = [0.1 + random.next(), 2 * Math.PI * random.next()]
    for (let t = 0; t < samples; t++) {
      x[row * samples + t] = offset + slope * t + amplitude * Math.sin(rate * t + phase) + 0.7 * random.normal()
    }
  }
  return separateExamples(x, channels, samples)
}

/** Gammas, betas, biases and the selection's logits away from where they start. */
export function unsettled(parameters: Parameters, random: Random): Parameters {
  const spread = (name: string): number => (name === 'alpha' ? 0.8 : /Gamma|Beta|Bias/.test(name) ? 0.3 : 0)
  return Object.fromEntries(
    Object.entries(parameters).map(([name, values]) => [
      name,
      values.map((value) => value + spread(name) * random.normal()),
    ]),
  )
}

const draw = (size: number, next: () => number): Float32Array => Float32Array.from({ length: size }, next)

const describeNetwork = ({ network }: CaseSizes): string =>
  network
    ? `, ${Object.entries(network)
        .map(([key, value]) => `${key} ${String(value)}`)
        .join(' ')}`
    : ''
