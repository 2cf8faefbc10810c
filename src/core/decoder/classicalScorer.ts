import type { TrainedClassical } from '../domain/decoder'
import { AppError } from '../domain/error'
import type { Hertz } from '../domain/units'
import { createBandCovariances } from '../model/classical/bandCovariances'
import { classicalFeatureCount, createFeatureMap } from '../model/classical/features'
import { bandCount } from '../model/classical/filterBank'
import { createLinear } from './scores'
import type { WindowScorer, WindowShape } from './windowScorer'

/**
 * Discriminants of band power, or regression in the tangent space, a hop at a time: only new samples are filtered.
 * @throws AppError `model/damaged` when what was learned does not fit its description
 */
export function createClassicalScorer(decoder: TrainedClassical, shape: WindowShape, sampleRate: Hertz): WindowScorer {
  checkSizes(decoder, shape, sampleRate)
  const covariances = createBandCovariances(decoder, shape)
  const toFeatures = createFeatureMap(decoder, bandCount(decoder.bank), shape.channels)
  const linear = createLinear(decoder.scores)
  return {
    restart: covariances.restart,
    take: covariances.take,
    scores: (start) => linear(toFeatures(covariances.read(start))),
  }
}

function checkSizes(decoder: TrainedClassical, { channels, classes }: WindowShape, sampleRate: Hertz): void {
  const bands = bandCount(decoder.bank)
  const features = classicalFeatureCount(decoder, bands, channels)
  check('sampleRate', decoder.bank.sampleRate, sampleRate)
  check('weight', decoder.scores.weight.length, classes * features)
  check('bias', decoder.scores.bias.length, classes)
  const learned = decoder.kind === 'riemann' ? decoder.means : decoder.filters
  const each = decoder.kind === 'riemann' ? channels * channels : (features / bands) * channels
  check('bands', learned.length, decoder.kind === 'lda' && decoder.patterns === null ? 0 : bands)
  for (const values of learned) check(decoder.kind === 'riemann' ? 'means' : 'filters', values.length, each)
}

function check(name: string, found: number, expected: number): void {
  if (found === expected) return
  throw new AppError({
    code: 'model/damaged',
    message: `The decoder's ${name} should be ${expected}, found ${found}.`,
    hint: 'The model does not fit its own description: learn it again.',
    values: { name, expected, found },
  })
}
