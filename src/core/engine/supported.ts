import { AppError } from '../domain/error'
import { pooledLength, type LearnerSpec } from '../model/learner'
import { requireFilters } from '../model/parameters'

type Bound = readonly [what: string, value: number, least: number, most: number]

/** Throws `learner/unsupported` for sizes that the engine cannot do, with the reason; the `wasm` backend can. */
export function requireSupported(spec: LearnerSpec): void {
  const { network, mode } = spec
  const bounds: Bound[] = [
    ['channels', mode === 'select' ? spec.channels : spec.neurons, 1, 256],
    ['neurons', spec.neurons, 1, mode === 'select' ? 64 : 256],
    ['classes', spec.classes, 2, 8],
    ['samples', spec.samples, 100, 4096],
    ['maps', network.maps, 1, 64],
    ['filters in a bank', network.filtersPerBank, 1, 64],
    ['pooled windows', pooledLength(network, spec.samples), 1, 4096],
    ...network.taps.map((taps): Bound => ['taps', taps, 1, 1025]),
  ]
  for (const [what, value, least, most] of bounds) {
    if (Number.isInteger(value) && value >= least && value <= most) continue
    refuse(`${value} ${what}, and it can do ${least} to ${most}`)
  }
  requireFilters(network)
  if (network.taps.length > 16) refuse(`${network.taps.length} banks of filters, and it can do 16`)
}

export function requireBatch(batch: number): void {
  if (batch < 1 || batch > 256) refuse(`a batch of ${batch}, and it can do 1 to 256`)
}

function refuse(what: string): never {
  throw new AppError({
    code: 'learner/unsupported',
    message: `The cpu backend was asked for ${what}.`,
    hint: 'Choose the wasm backend, which can do any size.',
    values: { backend: 'cpu', other: 'wasm', reason: what },
  })
}
