import { publishedNetwork } from '../../domain/model'
import { createRandom } from '../../domain/random'
import type { LearnerFactory } from '../../model/learner'
import { chooseSites } from '../chooseSites'
import { defaultTraining } from '../schedule'
import type { SelectionContext, SelectionTask } from '../selectionTask'
import { distinctSites } from './distinctSites'
import { checkRequest } from './request'
import type { ProposedSet, SelectionData, Selector, SelectorContext, SelectorSettings } from './selector'

/**
 * Electrodes learned together with the network (Strypsteen & Bertrand 2021, J. Neural Eng. 18:0460b9): `restarts` trainings a size,
 * each from a seed of its own, the one of the least validation loss first. Validation is on trials of the data, so it is part of the
 * choice. Neurons want sites; `distinctSites` sees to the rules, of which learning itself knows the kept sites alone.
 */
export function createGumbelSelector(settings: SelectorSettings, factory: LearnerFactory): Selector {
  return {
    method: 'gumbel',
    async choose(data, sizes, context) {
      checkRequest(settings.rules, data, sizes)
      const sets: ProposedSet[] = []
      for (const n of sizes) sets.push(...(await learnSets({ settings, factory, data }, n, context)))
      return sets
    },
  }
}

export interface GumbelParts {
  readonly settings: SelectorSettings
  readonly factory: LearnerFactory
  readonly data: SelectionData
}

/** Sets of `n`, the best first, one a restart; one alone where nothing is to be chosen. */
export async function learnSets(parts: GumbelParts, n: number, context: SelectorContext): Promise<ProposedSet[]> {
  const { rules, restarts, seed } = parts.settings
  const given = [rules.kept, [...rules.candidates.keys()]].find((sites) => sites.length === n)
  if (given) return [{ n, sites: given, draw: 0, score: null }]
  const found: Omit<ProposedSet, 'draw'>[] = []
  for (let restart = 0; restart < Math.max(1, restarts); restart++) {
    const own = createRandom(seed)
      .fork(`gumbel ${n} ${restart}`)
      .integer(2 ** 31)
    const task = toTask(parts, n, own)
    const { probabilities, validationLoss } = await chooseSites(task, parts.factory, toContext(context, n))
    const sites = [...distinctSites(probabilities, rules, n)].sort((a, b) => a - b)
    found.push({ n, sites, score: -validationLoss })
  }
  return found.sort((a, b) => b.score! - a.score!).map((set, draw) => ({ ...set, draw }))
}

function toTask({ settings, data }: GumbelParts, n: number, seed: number): SelectionTask {
  const { candidates, examples, trialOfExample, classOfTrial, classes } = data
  return {
    ...{ candidates, examples, trialOfExample, classOfTrial, classes, seed },
    keep: settings.rules.kept.map((site) => candidates[site]!),
    electrodes: n,
    network: publishedNetwork,
    training: { ...defaultTraining(settings.steps), fineTuneSteps: 0 },
  }
}

const toContext = (context: SelectorContext, n: number): SelectionContext => ({
  cancellation: context.cancellation,
  pause: () => context.pause(),
  now: () => context.now(),
  report({ probabilities }) {
    const favourites = probabilities.map((row) => row.indexOf(Math.max(...row)))
    context.trying(n, [...new Set(favourites)])
    context.probabilities?.(probabilities)
  },
})
