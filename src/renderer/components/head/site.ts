import type { ElectrodeName } from '../../../core/domain/electrode'
import type { Quality } from '../../../ipc/views'

/** What the head says. The head itself never moves; only this changes. */
export type HeadMode = 'positions' | 'quality' | 'probability' | 'topography' | 'wiring'

/**
 * One site has one state:
 * `dot` there, but not in use · `off` not a candidate, thin ring · `candidate` ring · `chosen` solid · `elsewhere` chosen in
 * another result, dashed accent · `keep` accent ring with pin · `avoid` dashed and struck · `bad` square × ·
 * `reference` (or ground) rounded square, never selectable.
 */
export type SiteState = 'dot' | 'off' | 'candidate' | 'chosen' | 'elsewhere' | 'keep' | 'avoid' | 'bad' | 'reference'

/** Plain data for one site; modes read what they need and leave the rest. */
export interface HeadSite {
  readonly name: ElectrodeName
  readonly state: SiteState
  /** A pin beside the disc: kept by the person. The state `keep` brings it by itself. */
  readonly pinned?: boolean
  /** Mode quality; sites without it are dots. */
  readonly quality?: Quality
  /** A short text for tooltip and screen reader, already translated: why the quality is not good, for example. */
  readonly note?: string
  /** Mode probability: summed over neurons, 0…1 (more is drawn as 1). */
  readonly probability?: number
  /** Mode probability: share of each neuron here, 0…1; drawn as ticks at one fixed angle a neuron. */
  readonly shares?: readonly number[]
  /** Mode topography: any unit; the scale is symmetric about zero. */
  readonly value?: number
  /** Mode wiring: index into `inputs`, or null while not wired. */
  readonly input?: number | null
  /** Mode wiring: false draws the line dashed (wired, not connected yet). */
  readonly connected?: boolean
  /** Cannot be chosen now, although its state would allow it. */
  readonly locked?: boolean
}

/** Sites that a person can act on. */
export const isSelectable = (site: HeadSite): boolean =>
  !site.locked && site.state !== 'reference' && site.state !== 'dot'
