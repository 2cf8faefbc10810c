import type { AccuracyFigure } from '../../core/domain/model'

/** A proportion without its leading zero, with a true minus: .53, −.01. */
export const proportion = (value: number): string =>
  value
    .toFixed(2)
    .replace('-', '−')
    .replace(/^(−?)0\./, '$1.')

/** `.53 [.43, .63]` */
export const withInterval = (figure: AccuracyFigure): string =>
  `${proportion(figure.value)} [${proportion(figure.low)}, ${proportion(figure.high)}]`

/** The whole figure in a line: value, interval, trials, chance and what it takes to beat chance. */
export function figureSentence(figure: AccuracyFigure): string {
  return (
    `${withInterval(figure)}, ${figure.correct} of ${figure.trials} trials; chance ${proportion(figure.chance)}, ` +
    `${againstChance(figure)}; kappa ${proportion(figure.kappa)}`
  )
}

function againstChance({ value, chanceLimit, trials }: AccuracyFigure): string {
  if (chanceLimit > 1) return `and ${trials} trials are too few to tell anything from it`
  const above = value >= chanceLimit
  return `${above ? 'above' : 'not above'} the limit of chance for this many trials (${proportion(chanceLimit)})`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character]!)

const classNames: Readonly<Record<string, string>> = {
  'left-fist': 'left fist',
  'right-fist': 'right fist',
  'both-fists': 'both fists',
  'both-feet': 'both feet',
}
export const className = (id: string): string => classNames[id] ?? id
