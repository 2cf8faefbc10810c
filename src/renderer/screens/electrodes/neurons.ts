import type { ElectrodeName } from '../../../core/domain/electrode'
import type { SelectionReport } from '../../../core/domain/training'

/** A neuron is settled at or below this normalised entropy; the selection is converged when the median is at or below the second. */
export const settledEntropy = 0.33
export const convergedEntropy = 0.15
const leaningEntropy = 0.66

export type NeuronState = 'kept' | 'settled' | 'leaning' | 'undecided'

export interface NeuronLane {
  readonly neuron: number
  readonly top: ElectrodeName
  readonly p: number
  readonly distribution: readonly number[]
  readonly state: NeuronState
}

/** Entropy over its candidates, 1 for all alike and 0 for one alone. */
export function normalisedEntropy(distribution: readonly number[]): number {
  if (distribution.length < 2) return 0
  const sum = distribution.reduce((total, p) => (p > 0 ? total - p * Math.log(p) : total), 0)
  return sum / Math.log(distribution.length)
}

/** One lane a neuron: where it looks, and how sure it is. */
export function toLanes(report: SelectionReport, keep: readonly ElectrodeName[]): NeuronLane[] {
  return report.probabilities.map((distribution, neuron) => {
    const p = Math.max(...distribution)
    const top = report.candidates[distribution.indexOf(p)] ?? ''
    return { neuron, top, p, distribution, state: stateOf(distribution, keep.includes(top) && p > 0.99) }
  })
}

function stateOf(distribution: readonly number[], kept: boolean): NeuronState {
  if (kept) return 'kept'
  const entropy = normalisedEntropy(distribution)
  if (entropy <= settledEntropy) return 'settled'
  return entropy <= leaningEntropy ? 'leaning' : 'undecided'
}

/** Over all neurons, for each candidate: the summed probability and each neuron's share. */
export function toShares(report: SelectionReport): Map<ElectrodeName, readonly number[]> {
  return new Map(
    report.candidates.map((site, candidate) => [site, report.probabilities.map((row) => row[candidate] ?? 0)]),
  )
}
