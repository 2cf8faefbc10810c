import type { AccuracyFigure, TrainedModel } from '../../core/domain/model'
import type { SessionResult } from '../../core/domain/session'
import { controlText } from '../../core/domain/model'
import { describeDuplicates } from './learning'
import { className, escapeHtml, figureSentence, proportion } from './format'
import { headSvg } from './headSvg'

export interface ReportContents {
  readonly title: string
  readonly model: TrainedModel
  /** The recordings came from the simulator: said at the top. */
  readonly simulated: boolean
  /** Every site of the recordings, chosen or not. */
  readonly sites: readonly string[]
  readonly writtenAt: string
  readonly session?: { readonly label: string; readonly result: SessionResult; readonly replayEquals: boolean }
  readonly control?: { readonly electrodes: readonly string[]; readonly nearSource: number }
  readonly nearSource?: number
}

/** One self-contained page: no script, nothing fetched, prints on paper. */
export function renderReport(report: ReportContents): string {
  const { model } = report
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(report.title)}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><style>${style}</style></head>
<body><main>
<p class="use">Research use only</p>
<h1>${escapeHtml(report.title)}</h1>
<p class="answer">${model.electrodes.length} of ${report.sites.length} electrodes: <strong>${model.electrodes.map(escapeHtml).join(' ')}</strong></p>
${model.provenance.control ? `<p><strong>Not a decoder: ${controlText}.</strong> Its electrodes mean nothing.</p>` : ''}
${report.simulated ? '<p>All signals in this report are simulated; the figures say nothing about a person.</p>' : ''}
<div class="two"><figure>${headSvg({ size: 380, sites: report.sites, chosen: model.electrodes })}
<figcaption>Head from above, nose up. Solid: chosen, in the order of the amplifier’s inputs.</figcaption></figure>
<section>${heldOut(model)}${session(report)}${source(report)}</section></div>
${confusionTable(model)}
<h2>How this came about</h2>${provenance(report)}
</main></body></html>
`
}

function heldOut({ provenance, classes }: TrainedModel): string {
  const figure = provenance.accuracy
  const names = classes.map(className).join(', ')
  if (!figure) return `<h2>Held-out accuracy</h2><p>Not measured.</p>`
  return `<h2>Held-out accuracy</h2><p class="number">${proportion(figure.value)}
<small>[${proportion(figure.low)}, ${proportion(figure.high)}]</small></p>${scale(figure)}
<p>${escapeHtml(names)}. On a run that neither the choice of electrodes nor the weights ever saw: ${figureSentence(figure)}.
The interval is Wilson’s at 95 %.</p>`
}

/** Value, interval and chance on one axis from 0 to 1. */
function scale({ value, low, high, chance, chanceLimit }: AccuracyFigure): string {
  const x = (share: number) => (10 + share * 300).toFixed(1)
  return `<svg class="scale" viewBox="0 0 320 44" width="320" height="44" role="img" aria-label="Accuracy ${proportion(value)}, chance ${proportion(chance)}">
<rect class="zone" x="${x(0)}" y="6" width="${(chanceLimit * 300).toFixed(1)}" height="16"/><path class="axis" d="M10 22H310"/>
<path class="chance" d="M${x(chance)} 4V24"/><path class="interval" d="M${x(low)} 14H${x(high)}"/><circle cx="${x(value)}" cy="14" r="5"/>
<text x="10" y="38">0</text><text x="${x(chance)}" y="38">chance ${proportion(chance)}</text><text x="310" y="38">1</text></svg>`
}

function session({ session: shown }: ReportContents): string {
  if (!shown) return ''
  const { result } = shown
  const latency = result.latencyMs
    ? `Latency from the newest sample to its output: ${result.latencyMs.p50.toFixed(1)} ms (median), ${result.latencyMs.p95.toFixed(1)} ms (95 %), on this computer, without the amplifier’s own.`
    : ''
  const accuracy = result.accuracy ? `Decoded trials: ${figureSentence(result.accuracy)}.` : 'The session had no cues.'
  return `<h2>Session with these electrodes only</h2><p>${escapeHtml(shown.label)}: ${result.seconds.toFixed(0)} s, ${result.outputs} outputs, ${result.lostSamples} samples lost.
${accuracy} ${latency}</p><p>Replaying the recorded session gave ${shown.replayEquals ? 'exactly the same outputs, bit for bit' : '<strong>different outputs</strong>'}.</p>`
}

function source({ nearSource, control }: ReportContents): string {
  if (nearSource === undefined) return ''
  const other = control
    ? ` With shuffled labels, where there is nothing to find: ${control.nearSource} of ${control.electrodes.length} (${control.electrodes.map(escapeHtml).join(' ')}).`
    : ''
  return `<h2>Against the simulator’s truth</h2><p>${nearSource} of the chosen electrodes lie over a source (C3, C4, Cz) or directly beside one.${other}</p>`
}

function confusionTable({ provenance, classes }: TrainedModel): string {
  if (!provenance.confusion) return ''
  const head = classes.map((id) => `<th class="n">${escapeHtml(className(id))}</th>`).join('')
  const rows = provenance.confusion.map(
    (row, index) =>
      `<tr><th>${escapeHtml(className(classes[index]!))}</th>${row.map((count, column) => `<td class="n${column === index ? ' hit' : ''}">${count}</td>`).join('')}</tr>`,
  )
  return `<h2>Held-out trials: asked (rows) against decoded (columns)</h2><table><thead><tr><th></th>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`
}

function provenance({ model, writtenAt }: ReportContents): string {
  const { provenance: origin, pipeline } = model
  const converged = origin.converged ? 'converged' : 'not converged: more steps or restarts may choose otherwise'
  const rows: [string, string][] = [
    ['Subject', model.subject],
    ['Model', model.id],
    [
      'Learned from',
      `${origin.trainedOn.length} recordings (sha-256 ${origin.trainedOn.map((hash) => hash.slice(0, 12)).join(', ')})`,
    ],
    ['Held out', origin.heldOut.map((hash) => hash.slice(0, 12)).join(', ')],
    ['Candidates', `${origin.candidates.length}`],
    [
      'Selection',
      `median normalised entropy ${proportion(origin.medianEntropy)}, ${converged}; ${describeDuplicates({ ...origin, electrodes: model.electrodes })}`,
    ],
    [
      'Signal path',
      `${pipeline.sampleRate} Hz, windows of ${pipeline.window} s every ${(pipeline.hop * 1000).toFixed(1)} ms, causal, each channel by itself`,
    ],
    ['Backend', `${describeBackend(origin)}, seed ${origin.seed}`],
    ['Program', `Sparsecap ${origin.appVersion}, report written ${writtenAt}`],
  ]
  return `<table class="facts"><tbody>${rows.map(([name, value]) => `<tr><th>${name}</th><td>${escapeHtml(value)}</td></tr>`).join('')}</tbody></table>`
}

const describeBackend = ({ backend, learnedOn }: TrainedModel['provenance']): string =>
  learnedOn ? [backend, learnedOn.device, learnedOn.detail].filter(Boolean).join(', ') : backend

const style = `
body{font:14px/21px Inter,system-ui,sans-serif;font-feature-settings:"tnum","lnum";color:#15191F;background:#fff;margin:0}
main{max-width:860px;margin:32px auto;padding:0 24px}h1{font-size:27px;line-height:34px;margin:0 0 4px}h2{font-size:14px;margin:20px 0 4px}p{margin:4px 0}
.use{float:right;color:#47505C;font-weight:600}.answer{font-size:18px;line-height:26px}.two{display:grid;grid-template-columns:380px 1fr;gap:28px;align-items:start}
figure{margin:8px 0}figcaption,small{color:#5F6875;font-size:12px}.number{font-size:40px;line-height:46px;font-weight:600}.number small{font-size:18px;font-weight:400}
.scalp{fill:#FAFBFC;stroke:#B9C0CA;stroke-width:1.5}.site{fill:#fff;stroke:#CDD2D9}.chosen{fill:#1C55D6}svg text{font:600 9.5px Inter,system-ui,sans-serif;fill:#fff;text-anchor:middle;dominant-baseline:central}
.scale text{fill:#5F6875;font-weight:400;font-size:10.5px}.zone{fill:#EDEFF2}.axis{stroke:#9199A4;fill:none}.chance{stroke:#5F6875;stroke-dasharray:3 2}.interval{stroke:#1C55D6;stroke-width:2}.scale circle{fill:#1C55D6}
table{border-collapse:collapse;font-size:12.5px}th{text-align:left;font-weight:540;color:#5F6875}td,th{padding:4px 14px 4px 0;border-bottom:1px solid #E2E5E9;vertical-align:top}.n{text-align:right}.hit{font-weight:640}
@media print{main{margin:0}}`
