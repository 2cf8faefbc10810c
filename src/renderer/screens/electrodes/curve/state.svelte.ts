import { api } from '../../../lib/api'
import { jobs } from '../../../lib/state'
import { selection } from '../state'
import { CurveSettings } from './curveSettings.svelte'
import { CurveState } from './curveState.svelte'

export const curve = new CurveState(api, jobs)
export const curveSettings = new CurveSettings(api)

export type Way = 'curve' | 'one'
let chosen = $state<Way | null>(null)

/** Which question the screen asks: which N are enough, or one set of a given N. */
export const way = {
  /** Until a person chooses: what runs, else what was answered, else the curve. */
  get current(): Way {
    if (selection.running && !curve.running) return 'one'
    if (curve.running && chosen === null) return 'curve'
    return chosen ?? (selection.result && !curve.finding ? 'one' : 'curve')
  },
  choose(next: Way): void {
    chosen = next
  },
}
