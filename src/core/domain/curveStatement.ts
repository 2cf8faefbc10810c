/** A sentence of the answer: which one, and the values that it names. Shares are 0…1. `curveWording.ts` has the words. */
export interface Statement {
  readonly key: StatementKey
  readonly values: Readonly<Record<string, string | number>>
}

export const statementKeys = [
  'nothing-decoded',
  'check-labels',
  'above-chance-needs',
  'enough',
  'better-than-all',
  'as-seen-not-shown',
  'fewer-lose',
  'all-are-best',
  'fixed-chosen',
  'choosing-helps',
  'fixed-as-well',
  'choosing-not-shown',
  'fixed-better',
  'trials-needed',
  'set-unstable',
  'set-stability',
  'sites-left-out',
] as const
export type StatementKey = (typeof statementKeys)[number]
