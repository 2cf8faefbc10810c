import type { Statement, StatementKey } from '../../../../core/domain/curveStatement'
import { sayStatement } from '../../../../core/domain/curveWording'
import { getLocale } from '../../../lib/paraglide/runtime.js'

/** What a person must not read over: that choosing was not shown to help, or that nothing can be said of the set. */
const stressed: ReadonlySet<StatementKey> = new Set([
  'fixed-as-well',
  'choosing-not-shown',
  'fixed-better',
  'choosing-helps',
  'set-unstable',
])
/** Said beside the set itself, where its measure is drawn. */
const elsewhere: ReadonlySet<StatementKey> = new Set(['set-stability', 'set-unstable', 'trials-needed'])

/** The first sentence large, the others below it; what is about stability and what would settle it stands at the head. */
export function statementParts(statements: readonly Statement[]): {
  readonly headline: string
  readonly rest: readonly Statement[]
  readonly stressed: ReadonlySet<StatementKey>
  readonly beside: readonly Statement[]
} {
  const [first, ...others] = statements
  return {
    headline: first ? sayStatement(first, getLocale()) : '',
    rest: others.filter(({ key }) => !elsewhere.has(key)),
    stressed,
    beside: others.filter(({ key }) => elsewhere.has(key)),
  }
}

/** Every other part is a figure with its interval, or a p, which belongs on one line. */
export const splitFigures = (sentence: string): string[] => sentence.split(/(\S+ \[[^\]]*\]|p [=<] \.\d+)/)
