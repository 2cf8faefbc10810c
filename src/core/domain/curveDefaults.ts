import { noConstraints, type CurvePlan, type Margin, type MethodId } from './curve'
import { AppError } from './error'

/** What a person who presses one button gets. */
export const defaultMethods: readonly MethodId[] = ['fixed', 'fisher', 'forward-riemann', 'gumbel', 'random']

/** Numbers that are tried where a range is asked for: close together where an electrode more matters, wider above. */
const ladder = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256]

/** Sizes from `least` to `most`, both included. */
export function sizesBetween(least: number, most: number): number[] {
  const inside = ladder.filter((size) => size > least && size < most)
  return [...new Set([least, ...inside, most])]
}

/** The recommended settings of one subject, short of what the person and the recordings say. */
export const defaultCurve: Omit<CurvePlan, 'subjects' | 'recordingIds' | 'classes'> = {
  scheme: 'runs',
  sizes: [2, 4, 8, 16, 32],
  methods: defaultMethods,
  ownSets: [],
  constraints: noConstraints,
  decoders: ['lda'],
  margin: { kind: 'standard-errors', value: 1 },
  seed: 1,
  restarts: 3,
  steps: 300,
  draws: 20,
  shuffleLabels: false,
}

/** `1se`: within one standard error of the best; `.05`: within five points of it. Throws `input/invalid`. */
export function curveMargin(text: string): Margin {
  const [, errors] = /^([\d.]+)\s*se$/i.exec(text) ?? []
  const value = Number(errors ?? text)
  if (text !== '' && Number.isFinite(value) && value >= 0 && (errors !== undefined || value < 1)) {
    return { kind: errors === undefined ? 'accuracy' : 'standard-errors', value }
  }
  throw new AppError({
    code: 'input/invalid',
    message: `Expected a margin in standard errors or in shares of right answers, got ${text}.`,
    hint: 'For example 1se, or .05 for five points.',
  })
}
