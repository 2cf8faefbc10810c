import type { CurveFinding, CurveMethod, PairedComparison } from './curve'
import { methodName } from './curveWording'

/** How the recommended procedure compares with a point of the curve; null where that was not tested. */
export const comparisonWith = (
  { comparisons }: Pick<CurveFinding, 'comparisons'>,
  { method, n }: { readonly method: CurveMethod; readonly n: number },
): PairedComparison | null => comparisons.find(({ second }) => second.method === method && second.n === n) ?? null

const columns = [
  'method',
  'n',
  'accuracy',
  'low',
  'high',
  'chance',
  'chance_limit',
  'trials',
  'balanced_accuracy',
  'kappa',
  'inner_accuracy',
  'inner_standard_error',
  'recommended_minus_this',
  'difference_low',
  'difference_high',
  'p',
  'p_holm',
  'stability_nogueira',
  'jaccard',
  'jaccard_by_chance',
  'electrodes',
  'recommended',
] as const

/** Every point a line, in English names that a program reads; outer folds unless the column says inner. RFC 4180. */
export function curveCsv(finding: CurveFinding): string {
  const { recommendation, points } = finding
  const lines = points.map((point) => {
    const { method, n, figure, inner, stability } = point
    const tested = comparisonWith(finding, point)
    const isRecommended = recommendation.decoded && recommendation.method === method && recommendation.n === n
    return [
      ...[methodName(method, 'en'), n, figure.value, figure.low, figure.high, figure.chance, figure.chanceLimit],
      ...[figure.trials, figure.balanced, figure.kappa, inner.value, inner.standardError],
      ...[tested?.difference, tested?.low, tested?.high, tested?.p, tested?.pHolm],
      ...[stability.nogueira, stability.jaccard, stability.jaccardChance],
      ...[point.electrodes.join(' '), isRecommended ? 1 : 0],
    ]
  })
  return [columns, ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('')
}

function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return ''
  // Six digits hold everything that a share of trials has.
  const text = typeof value === 'number' ? String(Number(value.toFixed(6))) : value
  // A cell of a set's own name must not become a formula in a spreadsheet.
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
