import type { CurveFinding, CurvePoint } from '../../core/domain/curve'
import { methodName, sayAnswer, share, withInterval } from '../../core/domain/curveWording'
import { describeUse } from './backends'

/** What scripts get of an answer: shares of outer folds alone. */
export function curveJson(finding: CurveFinding) {
  const { recommendation, points, plan, candidates, id, decoder } = finding
  const { method, n, electrodes, figure, decoded } = recommendation
  return {
    id,
    recommended: decoded ? { method, n, electrodes, decoder, ...shares(figure) } : null,
    curve: points.map((point) => ({
      method: point.method,
      n: point.n,
      ...shares(point.figure),
      electrodes: point.electrodes,
      stability: point.stability.nogueira,
    })),
    sentence: sayAnswer(finding.statements, 'en'),
    comparisons: finding.comparisons,
    ...{ plan, candidates },
    data: finding.data,
    seconds: finding.seconds,
  }
}

const shares = ({ value, low, high, chance, trials, kappa, balanced }: CurvePoint['figure']) => ({
  ...{ value, low, high, chance, trials, kappa, balanced },
})

/** The same as a table for a terminal; `isKept`: in a study that is still there. */
export function curveText(finding: CurveFinding, { isKept = true } = {}): string {
  const { points, recommendation, plan, learnedOn, seconds, id } = finding
  const rows = points.map((point) => [
    String(point.n),
    methodName(point.method, 'en'),
    withInterval(point.figure.value, point.figure.low, point.figure.high),
    point.stability.nogueira === null ? '' : share(point.stability.nogueira),
    point.method === 'all' ? '' : point.electrodes.join(' '),
  ])
  const table = toTable([['N', 'chosen by', 'accuracy', 'stability', 'sites'], ...rows])
  const { figure, electrodes, decoded, decoder } = recommendation
  return `${sayAnswer(finding.statements, 'en')}
${decoded ? `Wear: ${electrodes.join(' ')}\n` : ''}
${table}
${figure.trials} trials in ${finding.folds.length} outer folds (${finding.folds.map(({ name }) => name).join(' | ')}), decoder ${decoder}, chance ${share(figure.chance)}${plan.shuffleLabels ? ', labels SHUFFLED: a control' : ''}
${learnedOn ? `Learned on ${describeUse(learnedOn.backend, learnedOn)}, ` : ''}${seconds.toFixed(0)} s${isKept ? `; kept as ${id}` : '; nothing was kept: --data has no study'}
`
}

function toTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
