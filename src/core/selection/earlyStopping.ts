import type { Parameters } from '../domain/model'

/** Validations without a gain before learning ends, and what counts as a gain (nats). */
const patience = 10
const minimumGain = 1e-3

export interface EarlyStopping {
  /** A state and its validation loss. */
  offer(loss: number, parameters: Parameters): void
  /** State with the least loss so far. */
  readonly best: Parameters | null
  readonly reached: boolean
}

export function createEarlyStopping(): EarlyStopping {
  let best: Parameters | null = null
  let bestLoss = Infinity
  let reference = Infinity
  let waited = 0
  return {
    offer(loss, parameters) {
      if (loss < bestLoss) {
        bestLoss = loss
        best = parameters
      }
      if (loss < reference - minimumGain) {
        reference = loss
        waited = 0
      } else waited++
    },
    get best() {
      return best
    },
    get reached() {
      return waited >= patience
    },
  }
}
