import { createRandom } from '../domain/random'

/**
 * How often labels that are exchanged within their fold agree with the answers as often as the true ones do, one-sided,
 * `(1 + extreme) / (1 + shuffles)` (Ojala & Garriga 2010, J. Mach. Learn. Res. 11:1833; North et al. 2002 for the ones).
 * Respects how many trials of each class a fold has, so it is honest for uneven classes too.
 */
export function permutationTest(
  answers: readonly number[],
  labels: readonly number[],
  folds: readonly number[],
  { seed, shuffles = 9999 }: { readonly seed: number; readonly shuffles?: number },
): number {
  const random = createRandom(seed).fork('permutation-test')
  const ofFold = new Map<number, number[]>()
  folds.forEach((fold, trial) => ofFold.set(fold, [...(ofFold.get(fold) ?? []), trial]))
  const observed = answers.filter((answer, trial) => answer === labels[trial]).length
  const groups = [...ofFold.values()].map((trials) => ({ trials, labels: trials.map((trial) => labels[trial]!) }))
  let extreme = 0
  for (let i = 0; i < shuffles; i++) {
    let agreeing = 0
    for (const group of groups) {
      const shuffled = random.shuffle(group.labels)
      group.trials.forEach((trial, place) => (agreeing += answers[trial] === shuffled[place] ? 1 : 0))
    }
    if (agreeing >= observed) extreme++
  }
  return (1 + extreme) / (1 + shuffles)
}
