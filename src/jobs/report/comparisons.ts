import { methodName, pValue, share, withInterval } from '../../core/domain/curveWording'
import type { SetComparison } from '../../core/evaluation/compareSets'

/** What scripts get of two sets: the counts of trials, the difference, the test. */
export const comparisonsJson = (compared: readonly SetComparison[]) => ({
  comparisons: compared.map(({ counts, ...rest }) => ({ ...rest, ...counts })),
})

const tests = {
  mcnemar: 'exact McNemar test of the trials',
  'sign-flip': 'sign-flip test of the subjects',
  wilcoxon: 'signed-rank test of the subjects',
} as const

/** The same in sentences; `names` are those of the two answers where there are two. */
export function comparisonsText(compared: readonly SetComparison[], names: readonly [string, string] | null): string {
  return compared.map((one) => `${describe(one, { names, several: compared.length })}\n`).join('\n')
}

interface Around {
  readonly names: readonly [string, string] | null
  readonly several: number
}

function describe({ first, second, counts, ...found }: SetComparison, { names, several }: Around): string {
  const side = ({ method, n }: typeof first, place: 0 | 1): string =>
    `${methodName(method, 'en')}, ${n} electrodes${names ? ` (${names[place]})` : ''}`
  const { both, firstOnly, secondOnly, neither } = counts
  const trials = both + firstOnly + secondOnly + neither
  const corrected = several > 1 ? `, ${pValue(found.pHolm)} after Holm over ${several} comparisons` : ''
  return `${side(first, 0)}: ${share((both + firstOnly) / trials)}
${side(second, 1)}: ${share((both + secondOnly) / trials)}
  ${trials} trials: ${both} both right, ${firstOnly} only the first, ${secondOnly} only the second, ${neither} neither
  difference ${withInterval(found.difference, found.low, found.high)}, ${pValue(found.p)} by the ${tests[found.test]}${corrected}
  ${verdict({ ...found, several })}`
}

/** Told from the corrected p, and never more than the interval carries. */
function verdict({
  low,
  high,
  pHolm,
  several,
}: Pick<SetComparison, 'low' | 'high' | 'pHolm'> & { several: number }): string {
  const p = pHolm <= 0.05
  if (p && low > 0) return 'The first set is better.'
  if (p && high < 0) return 'The second set is better.'
  const outside = low > 0 || high < 0
  return outside && several > 1
    ? 'After the correction it has not been shown that either is better.'
    : 'It has not been shown that either is better.'
}
