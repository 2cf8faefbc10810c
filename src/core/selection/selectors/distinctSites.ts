import type { SiteRules } from '../constraints'
import { grow, pickByOrder, unitsByValue } from './pickByOrder'

/**
 * The set that neurons want: kept sites, then the neurons in order of certainty, each the most probable unit that fits the rules and
 * leaves room for the rest. What is missing after all had their turn (a neuron found no place) comes by the summed probability.
 * @param probabilities `[neuron][candidate]`
 */
export function distinctSites(
  probabilities: readonly (readonly number[])[],
  rules: SiteRules,
  n: number,
): readonly number[] {
  const certainty = probabilities.map((row) => Math.max(...row))
  const isKept = (row: readonly number[]): boolean => rules.kept.some((site) => row[site]! > 0.999)
  const turn = [...probabilities.keys()]
    .filter((neuron) => !isKept(probabilities[neuron]!))
    .sort((a, b) => certainty[b]! - certainty[a]! || a - b)
  let sites: readonly number[] = rules.kept
  for (const neuron of turn) {
    for (const unit of unitsByValue(rules, probabilities[neuron]!)) {
      const grown = grow(rules, sites, unit, n)
      if (!grown) continue
      sites = grown
      break
    }
  }
  const summed = rules.candidates.map((_, site) => probabilities.reduce((sum, row) => sum + row[site]!, 0))
  return pickByOrder(rules, unitsByValue(rules, summed), n, sites)
}
