import type {
  CurveFigure,
  CurveFinding,
  CurvePoint,
  JudgedTrial,
  PairedComparison,
  SetStability,
} from '../../../core/domain/curve'
import { comparisonWith } from '../../../core/domain/curveTable'
import { methodName, share, withInterval, type WordingLanguage } from '../../../core/domain/curveWording'
import type { Cap } from '../../../core/domain/electrode'
import { wiringSheet } from '../../../core/montage/wiringSheet'
import { escapeHtml } from '../format'
import { classWord, decoderName, pText, reportWords, type Column } from './words'

const none = '—'
/** Digits stand under each other in these columns. */
const right: ReadonlySet<Column> = new Set<Column>([
  'n',
  'accuracy',
  'balanced',
  'kappa',
  'stability',
  'difference',
  'p',
  'holm',
  'trials',
  'input',
])

interface Row {
  readonly cells: readonly string[]
  readonly stressed?: boolean
}

/** Cells are text, not HTML. */
export function table(columns: readonly Column[], rows: readonly Row[], language: WordingLanguage): string {
  const words = reportWords[language].columns
  const side = (column: Column): string => (right.has(column) ? ' class="n"' : '')
  const head = columns.map((column) => `<th${side(column)}>${escapeHtml(words[column])}</th>`).join('')
  const body = rows.map(
    ({ cells, stressed }) =>
      `<tr${stressed ? ' class="chosen-row"' : ''}>${cells.map((cell, i) => `<td${side(columns[i]!)}>${escapeHtml(cell)}</td>`).join('')}</tr>`,
  )
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table>`
}

export function wiringTable({ recommendation }: CurveFinding, cap: Cap | null, language: WordingLanguage): string {
  const { how } = reportWords[language]
  const rows = wiringSheet(recommendation.electrodes, cap).map((line) => {
    const name = line.inputName && line.inputName !== line.electrode ? ` (${line.inputName})` : ''
    return { cells: [line.input === null ? none : `${line.input}${name}`, line.electrode, how[line.how]] }
  })
  return table(['input', 'site', 'how'], rows, language)
}

export function setsTable(finding: CurveFinding, language: WordingLanguage): string {
  const { points, recommendation, plan } = finding
  const stressed = recommendation.decoded && !plan.shuffleLabels
  const procedure: Row = {
    cells: [
      reportWords[language].procedure,
      String(recommendation.n),
      ...figureCells(recommendation.figure),
      none,
      none,
      none,
      none,
    ],
    stressed,
  }
  const rows = points.map((point): Row => ({
    cells: [
      methodName(point.method, language),
      String(point.n),
      ...figureCells(point.figure),
      stabilityText(point.stability),
      ...comparisonCells(comparisonWith(finding, point)),
    ],
    stressed: stressed && point.method === recommendation.method && point.n === recommendation.n,
  }))
  return table(
    ['set', 'n', 'accuracy', 'balanced', 'kappa', 'stability', 'difference', 'p', 'holm'],
    [procedure, ...rows],
    language,
  )
}

const figureCells = ({ value, low, high, balanced, kappa }: CurveFigure): string[] => [
  withInterval(value, low, high),
  share(balanced),
  share(kappa),
]

const stabilityText = ({ nogueira, nogueiraLow, nogueiraHigh }: SetStability): string => {
  if (nogueira === null) return none
  return nogueiraLow === null || nogueiraHigh === null
    ? share(nogueira)
    : withInterval(nogueira, nogueiraLow, nogueiraHigh)
}

const comparisonCells = (tested: PairedComparison | null): string[] =>
  tested
    ? [withInterval(tested.difference, tested.low, tested.high), pText(tested.p), pText(tested.pHolm)]
    : [none, none, none]

/** Asked in rows, decoded in columns, with each class's share of right answers. */
export function confusionTable({ recommendation, plan }: CurveFinding, language: WordingLanguage): string {
  const names = plan.classes.map((id) => escapeHtml(classWord(id, language)))
  const rows = recommendation.figure.confusion.map((row, actual) => {
    const total = row.reduce((sum, count) => sum + count, 0)
    const cells = row.map((count, i) => `<td class="n${i === actual ? ' hit' : ''}">${count}</td>`).join('')
    return `<tr><th>${names[actual]}</th>${cells}<td class="n">${total === 0 ? none : share(row[actual]! / total)}</td></tr>`
  })
  const head = names.map((name) => `<th class="n">${name}</th>`).join('')
  return `<table><thead><tr><th>${reportWords[language].columns.asked}</th>${head}<th class="n">${reportWords[language].columns.accuracy.replace(/ .*/, '')}</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`
}

export function foldsTable({ folds, recommendation, points }: CurveFinding, language: WordingLanguage): string {
  const rows = folds.map(({ name, trials }, fold): Row => {
    const { method, n, decoder } = recommendation.picked[fold]!
    const point = points.find((one) => one.method === method && one.n === n)
    return {
      cells: [
        name,
        String(trials),
        methodName(method, language),
        String(n),
        decoderName(decoder, language),
        setText(point?.foldSets[fold] ?? [], point),
      ],
    }
  })
  return table(['fold', 'trials', 'picked', 'n', 'decoder', 'sites'], rows, language)
}

/** The sites of all electrodes are said nowhere. */
const setText = (electrodes: readonly string[], point: CurvePoint | undefined): string =>
  point?.method === 'all' ? none : electrodes.join(' ')

export function sitesTable({ points }: CurveFinding, language: WordingLanguage): string {
  const rows = points
    .filter(({ method }) => method !== 'all' && method !== 'random')
    .map(({ method, n, electrodes }): Row => ({
      cells: [methodName(method, language), String(n), electrodes.join(' ')],
    }))
  return table(['set', 'n', 'sites'], rows, language)
}

/** Each subject alone, with what is recommended for all and with all electrodes. */
export function subjectsTable({ perSubject, recommendation }: CurveFinding, language: WordingLanguage): string {
  const rows = perSubject.flatMap(({ subject, points }) =>
    points
      .filter(({ method, n }) => method === 'all' || (method === recommendation.method && n === recommendation.n))
      .map(({ method, n, figure }): Row => ({
        cells: [subject, methodName(method, language), String(n), ...figureCells(figure), String(figure.trials)],
      })),
  )
  return table(['subject', 'set', 'n', 'accuracy', 'balanced', 'kappa', 'trials'], rows, language)
}

export function dataTable({ data, trials, plan }: CurveFinding, language: WordingLanguage): string {
  const classes = plan.classes.map((id) => classWord(id, language))
  const head = ['subject', 'session', 'run', 'trials'] as const
  const words = reportWords[language].columns
  const rows = data.map(({ subject, session, run, hash, recordingId, ...own }) => {
    const counts = countClasses(trials, recordingId, classes.length)
    const cells = [subject, session || none, run].map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')
    const numbers = [own.trials, ...counts].map((count) => `<td class="n">${count}</td>`).join('')
    return `<tr>${cells}${numbers}<td class="code">${escapeHtml(hash.slice(0, 12))}</td></tr>`
  })
  const columns = head.map((column) => `<th${column === 'trials' ? ' class="n"' : ''}>${words[column]}</th>`).join('')
  const classHeads = classes.map((name) => `<th class="n">${escapeHtml(name)}</th>`).join('')
  return `<table><thead><tr>${columns}${classHeads}<th>${words.hash}</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`
}

const countClasses = (trials: readonly JudgedTrial[], recordingId: number, classes: number): number[] =>
  Array.from(
    { length: classes },
    (_, label) => trials.filter((trial) => trial.recordingId === recordingId && trial.label === label).length,
  )
