import type { CurveFinding } from '../../../core/domain/curve'
import { sayStatement, type WordingLanguage } from '../../../core/domain/curveWording'
import type { Cap } from '../../../core/domain/electrode'
import { describeUse } from '../backends'
import { escapeHtml } from '../format'
import { headSvg } from '../headSvg'
import { chartSvg } from './chartSvg'
import { limitsText } from './limitsText'
import { methodText } from './methodText'
import { createBibliography } from './references'
import { answerStyle } from './style'
import { confusionTable, dataTable, foldsTable, setsTable, sitesTable, subjectsTable, wiringTable } from './tables'
import { classWord, reportWords, schemeWord, type ReportWords } from './words'

export interface AnswerReport {
  readonly finding: CurveFinding
  readonly language: WordingLanguage
  /** The cap to wire; null: none was chosen. */
  readonly cap: Cap | null
  /** Recordings came from the simulator: said at the top. */
  readonly simulated: boolean
  /** SHA-256 of `selection.json`. */
  readonly fileHash: string
  readonly writtenAt: string
}

/** Whether a set may be worn: nothing decoded, or a control, recommends none. */
export const isWearable = ({ recommendation, plan }: Pick<CurveFinding, 'recommendation' | 'plan'>): boolean =>
  recommendation.decoded && !plan.shuffleLabels

/** The whole answer as one page for the file: no script, nothing fetched, prints on paper. */
export function renderAnswer(report: AnswerReport): string {
  const { finding, language } = report
  const words = reportWords[language]
  const title = words.question(subjectsText(finding.plan.subjects, words))
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"/><title>${escapeHtml(title)}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
<meta name="viewport" content="width=device-width"/><style>${answerStyle}</style></head>
<body><main>
<header><p class="use">${words.use}</p><h1>${escapeHtml(title)}</h1><p class="asked">${escapeHtml(asked(report))}</p></header>
${finding.plan.shuffleLabels ? `<p class="warning">${words.control}</p>` : ''}${report.simulated ? `<p class="warning">${words.simulated}</p>` : ''}
${answer(report)}
${montage(report)}
${section(words.chart, `<figure>${chartSvg(finding, { language, width: 780, height: 320 })}<figcaption>${words.chartNote}</figcaption></figure>`)}
${section(words.sets, `${setsTable(finding, language)}<p class="note">${words.setsNote}</p>`)}
${section(words.confusion, confusionTable(finding, language))}
${section(words.folds, foldsTable(finding, language))}
${finding.perSubject.length > 0 ? section(words.subjects, subjectsTable(finding, language)) : ''}
${section(words.sites, sitesTable(finding, language))}
${section(words.data, dataTable(finding, language))}
${method(report)}
${section(
  words.limits,
  `<ul>${limitsText(finding, language)
    .map((one) => `<li>${escapeHtml(one)}</li>`)
    .join('')}</ul>`,
)}
${section(words.origin, origin(report))}
</main></body></html>
`
}

/** One or two by name, more by their number: the data table has all names. */
const subjectsText = (subjects: readonly string[], words: ReportWords): string =>
  subjects.length > 2 ? words.subjectCount(subjects.length) : subjects.join(words.and)

const section = (heading: string, body: string): string => `<section><h2>${escapeHtml(heading)}</h2>${body}</section>`

/** What was asked, in a line. */
function asked({ finding: { plan, trials }, language }: AnswerReport): string {
  const words = reportWords[language]
  const classes = plan.classes.map((id) => classWord(id, language)).join(language === 'en' ? ', ' : '、')
  const count = language === 'en' ? `${trials.length} trials` : `${trials.length} 个试次`
  return `${words.asked}: ${classes} · ${count} · N = ${plan.sizes.join(', ')} · ${schemeWord(plan.scheme, language)}`
}

/** The first sentence is what was found; the others are what is to be thought of it. */
function answer({ finding, language }: AnswerReport): string {
  const [first, ...rest] = finding.statements.map((statement) => escapeHtml(sayStatement(statement, language)))
  const more = rest.join(language === 'en' ? ' ' : '')
  return `<p class="answer">${first ?? ''}</p>${more ? `<p class="more">${more}</p>` : ''}`
}

function montage({ finding, language, cap }: AnswerReport): string {
  const words = reportWords[language]
  if (!isWearable(finding)) return section(words.wear, `<p>${words.notWorn}</p>`)
  const { electrodes } = finding.recommendation
  const drawing = headSvg({ size: 340, sites: finding.sites, chosen: electrodes })
  const wired = cap ? `<p class="note">${escapeHtml(words.wired(cap.name))}</p>` : ''
  return section(
    `${words.wear}: ${electrodes.join(' ')}`,
    `<div class="two"><figure class="head">${drawing}<figcaption>${words.head}</figcaption></figure><div>${wiringTable(finding, cap, language)}${wired}</div></div>`,
  )
}

function method({ finding, language }: AnswerReport): string {
  const words = reportWords[language]
  const bibliography = createBibliography()
  const paragraphs = methodText(finding, language, bibliography).map((one) => `<p>${escapeHtml(one)}</p>`)
  const list = bibliography.list.map((work) => `<li>${escapeHtml(work)}</li>`)
  return `${section(words.method, paragraphs.join('\n'))}${section(words.references, `<ol class="references">${list.join('\n')}</ol>`)}`
}

function origin({ finding, fileHash, writtenAt, language }: AnswerReport): string {
  const words = reportWords[language].originRows
  const { learnedOn, plan, seconds } = finding
  const rows: readonly (readonly [string, string])[] = [
    [words.answer, finding.id],
    [words.file, fileHash],
    [words.program, `Sparsecap ${finding.appVersion}`],
    [words.backend, learnedOn ? describeUse(learnedOn.backend, learnedOn) : '—'],
    [words.seed, String(plan.seed)],
    [words.candidates, reportWords[language].candidates(finding.candidates.length, finding.sites.length)],
    [words.time, `${seconds.toFixed(0)} s`],
    [words.written, writtenAt],
  ]
  const cells = rows.map(([name, value]) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`)
  return `<table class="facts"><tbody>${cells.join('\n')}</tbody></table>`
}
