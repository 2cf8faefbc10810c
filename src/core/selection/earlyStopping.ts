import type { Parameters } from '../domain/model'

/** Validations without a gain before learning ends, and what counts as a gain (nats). */
const patience = 10
const minimumGain = 1e-3

/** Plain data, to go on from. */
export interface StoppingState {
  readonly best: Parameters | null
  readonly bestLoss: number
  /** Loss that the next gain is counted from. */
  readonly reference: number
  readonly waited: number
}

export interface EarlyStopping {
  /** A state and its validation loss. */
  offer(loss: number, parameters: Parameters): void
  /** State with the least loss so far. */
  readonly best: Parameters | null
  readonly reached: boolean
  readonly state: StoppingState
}

const untold: StoppingState = { best: null, bestLoss: Infinity, reference: Infinity, waited: 0 }

export function createEarlyStopping(from: StoppingState = untold): EarlyStopping {
  let { best, bestLoss, reference, waited } = from
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
    get state() {
      return { best, bestLoss, reference, waited }
    },
  }
}
