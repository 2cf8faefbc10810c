import { neverCancelled } from '../../src/core/domain/job'
import { noConstraints } from '../../src/core/domain/curve'
import { createSiteRules } from '../../src/core/selection/constraints'
import { searchFolds } from '../../src/core/selection/search/innerFolds'
import { createRiemannScorer } from '../../src/core/selection/search/riemannScore'
import { createSelector } from '../../src/core/selection/selectors/createSelector'
import type { SelectionData, SelectorContext } from '../../src/core/selection/selectors/selector'
import { trialCovariances } from '../../src/core/selection/selectors/trialCovariances'
import type { Row } from '../support/rows'
import { fistsOrFeet, readTask, tasksFolder } from './eegmmidb'
import { startSearchPeer, type PeerStep } from './peer'

const size = 8
const repeats = 5

const context: SelectorContext = {
  cancellation: neverCancelled,
  pause: () => Promise.resolve(),
  now: () => performance.now(),
  trying: () => undefined,
}

/** Forward selection to eight of 64 sites, 45 trials, three folds, against the same search in Python. Both must choose the same. */
export async function compareForward(): Promise<Row[]> {
  const data = await readTask(tasksFolder, fistsOrFeet)
  const rules = createSiteRules(noConstraints, data.candidates, [])
  const selector = createSelector('forward-riemann', { rules, seed: 1, restarts: 1, steps: 1, draws: 1 })
  const sizes = Array.from({ length: size }, (_, i) => i + 1)
  const peer = startSearchPeer(data, size)
  try {
    let [ours, other] = [Infinity, Infinity]
    for (let i = 0; i < repeats; i++) {
      const start = performance.now()
      const sets = await selector.choose(data, sizes, context)
      ours = Math.min(ours, performance.now() - start)
      const { ms, path } = await peer.search()
      other = Math.min(other, ms)
      requireEqual(data, sets.at(-1)!.sites, path)
      if (i === 0) tell(data, path)
    }
    const what = 'forward selection to 8 of 64 sites, 45 trials, 3 folds, the same sets'
    const peerName = 'pyriemann and scikit-learn'
    return [{ what, ours, peer: other, peerName, ratio: other / ours, unit: 'ms', goal: 'at least 3 times' }]
  } finally {
    peer.close()
  }
}

/** Throws unless the same sites were chosen and every score on the way agrees. */
function requireEqual(data: SelectionData, sites: readonly number[], path: readonly PeerStep[]): void {
  const theirs = path.map(([site]) => site)
  if ([...theirs].sort((a, b) => a - b).join() !== sites.join()) {
    throw new Error(`The searches differ: ours ${sites.join(' ')}, the peer's ${theirs.join(' ')}.`)
  }
  const trials = trialCovariances(data)
  const scorer = createRiemannScorer(trials, searchFolds(trials), size)
  path.forEach(([, accuracy, logProbability], i) => {
    const own = scorer.score(theirs.slice(0, i + 1))
    const apart = Math.abs(own.logProbability - logProbability)
    if (own.accuracy !== accuracy || apart > 1e-4) throw new Error(`Scores differ at ${i + 1} sites by ${apart}.`)
  })
}

function tell({ candidates }: SelectionData, path: readonly PeerStep[]): void {
  const steps = path.map(([site, accuracy]) => `${candidates[site]} ${accuracy.toFixed(2)}`)
  process.stdout.write(`Chosen, with the accuracy that the search flatters itself with: ${steps.join(', ')}\n`)
}
