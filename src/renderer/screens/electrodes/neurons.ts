import type { ElectrodeName } from '../../../core/domain/electrode'
import type { SelectionReport } from '../../../core/domain/training'

/** A neuron is settled at or below this normalised entropy, the whole choice when the median of its neurons is. */
export const settledEntropy = 0.15
/** A neuron that is not settled leans to a site that has more than all others together. */
const leaningShare = 0.5

export type NeuronState = 'kept' | 'settled' | 'leaning' | 'undecided' | 'replaced'

export interface NeuronLane {
  readonly neuron: number
  readonly top: ElectrodeName
  /** What the neuron got in its stead where another one had its first choice already; null where it got that. */
  readonly replacedBy: ElectrodeName | null
  readonly p: number
  /** Normalised, 0…1. */
  readonly entropy: number
  readonly distribution: readonly number[]
  readonly state: NeuronState
}

/** Entropy over its candidates, 1 for all alike and 0 for one alone. */
export function normalisedEntropy(distribution: readonly number[]): number {
  if (distribution.length < 2) return 0
  const sum = distribution.reduce((total, p) => (p > 0 ? total - p * Math.log(p) : total), 0)
  return sum / Math.log(distribution.length)
}

/**
 * One lane a neuron: where it looks, and how sure it is. `chosen` is the set that came of it, in the neurons' order;
 * none while they are still learning.
 */
export function toLanes(
  report: Pick<SelectionReport, 'candidates' | 'probabilities'>,
  keep: readonly ElectrodeName[],
  chosen: readonly ElectrodeName[] = [],
): NeuronLane[] {
  return report.probabilities.map((distribution, neuron) => {
    const p = Math.max(...distribution)
    const top = report.candidates[distribution.indexOf(p)] ?? ''
    const got = chosen[neuron]
    const replacedBy = got !== undefined && got !== top ? got : null
    const entropy = normalisedEntropy(distribution)
    const state = replacedBy ? 'replaced' : keep.includes(top) && p > 0.99 ? 'kept' : stateOf(entropy, p)
    return { neuron, top, replacedBy, p, entropy, distribution, state }
  })
}

function stateOf(entropy: number, p: number): NeuronState {
  if (entropy <= settledEntropy) return 'settled'
  return p > leaningShare ? 'leaning' : 'undecided'
}

/** Over all neurons, for each candidate: the summed probability and each neuron's share. */
export function toShares(report: SelectionReport): Map<ElectrodeName, readonly number[]> {
  return new Map(
    report.candidates.map((site, candidate) => [site, report.probabilities.map((row) => row[candidate] ?? 0)]),
  )
}
