import { prefersReducedMotion } from 'svelte/motion'
import type { ElectrodeName } from '../../../core/domain/electrode'
import type { PlacedPoint } from './geometry'
import type { Move } from './moves'
import { pairMoves } from './moves'

const travelMs = 260
const staggerMs = 12

/** Watches the chosen set and says which discs are on their way. */
export class SetChanges {
  #moves = $state.raw<readonly Move[]>([])
  #before: readonly ElectrodeName[] = []
  #key = ''

  get moves(): readonly Move[] {
    return this.#moves
  }
  /** Milliseconds from the change of the set until a disc has arrived at a site; 0 for sites that none travels to. */
  arrivesIn(name: ElectrodeName): number {
    const at = this.#moves.findIndex((move) => move.to === name)
    return at < 0 ? 0 : travelMs + at * staggerMs
  }

  /** Call whenever the set may have changed. Returns the end of the movement that it began. */
  follow(
    chosen: readonly ElectrodeName[],
    place: (name: ElectrodeName) => PlacedPoint | null,
  ): (() => void) | undefined {
    const key = [...chosen].sort().join(' ')
    if (key === this.#key) return undefined
    const moves = prefersReducedMotion.current || chosen.length === 0 ? [] : pairMoves(this.#before, chosen, place)
    this.#before = chosen
    this.#key = key
    this.#moves = moves
    const timer = setTimeout(() => (this.#moves = []), travelMs + moves.length * staggerMs)
    return () => clearTimeout(timer)
  }
}
