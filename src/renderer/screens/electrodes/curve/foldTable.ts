import type { CurveMethod, CurveReport } from '../../../../core/domain/curve'

/** Units of one method on one fold: how many are done, and whether one runs. */
export interface FoldCell {
  readonly done: number
  readonly total: number
  readonly running: boolean
}

/** Methods in rows, in columns what is held out: inner and outer folds that hold the same runs are counted together. */
export function foldCells({ units }: Pick<CurveReport, 'units'>): {
  readonly methods: readonly CurveMethod[]
  readonly folds: readonly string[]
  cell(method: CurveMethod, fold: string): FoldCell
} {
  return {
    methods: [...new Set(units.map(({ method }) => method))],
    folds: [...new Set(units.map(({ fold }) => fold))].sort(
      (a, b) => Number(a === 'all') - Number(b === 'all') || (a < b ? -1 : 1),
    ),
    cell(method, fold) {
      const own = units.filter((unit) => unit.method === method && unit.fold === fold)
      return {
        done: own.filter(({ state }) => state === 'done').length,
        total: own.length,
        running: own.some(({ state }) => state === 'running'),
      }
    },
  }
}
