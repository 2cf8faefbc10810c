import { fistsOrFeet, fourMovements, leftOrRight, type RunsOf } from '../selection/eegmmidb'

export type AccuracyRow = 'all' | 'random' | 'fixed' | 'gumbel' | 'gumbel-motor' | 'forward-riemann'

/** What reference tools in Python reached on the same recordings and splits, leaving runs out (MSFBCNN on every set): shares of right
 *  answers; intervals by Wilson, 95 %, from the trial count. `best` is the best of any decoder. */
export interface AccuracyFacts {
  readonly name: string
  readonly task: RunsOf
  readonly trials: number
  readonly rows: Readonly<Partial<Record<AccuracyRow, number>>>
  readonly best: number
}

export const accuracyFacts: readonly AccuracyFacts[] = [
  {
    name: 'A',
    task: fourMovements,
    trials: 90,
    rows: { all: 0.43, random: 0.38, fixed: 0.53, gumbel: 0.45, 'gumbel-motor': 0.53, 'forward-riemann': 0.51 },
    best: 0.53,
  },
  {
    name: 'B',
    task: fistsOrFeet,
    trials: 45,
    rows: { all: 0.9, random: 0.8, fixed: 0.96, gumbel: 0.9, 'gumbel-motor': 0.93, 'forward-riemann': 0.96 },
    best: 0.96,
  },
  {
    name: 'C',
    task: leftOrRight,
    trials: 45,
    rows: { all: 0.82, fixed: 0.87, gumbel: 0.74, 'forward-riemann': 0.8 },
    best: 0.93,
  },
]
