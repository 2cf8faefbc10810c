import type { Cap, ElectrodeName } from '../domain/electrode'
import { matchWiring } from './wiring'

/** Which input feeds which site. `named`: the cap has the site at this input. `proposed`: the input is free, and an electrode of it
 *  is to be placed at the site. `none`: no input is left. */
export interface WiringLine {
  readonly electrode: ElectrodeName
  /** 1-based, as amplifiers label their inputs; null where none is left. */
  readonly input: number | null
  /** What the cap calls that input; null where it has no name. */
  readonly inputName: ElectrodeName | null
  readonly how: 'named' | 'proposed' | 'none'
}

/** A wiring for every electrode: inputs by their names first, then free ones in order. Without a cap, inputs in the order of the
 *  electrodes. Lines are in the order of the inputs. */
export function wiringSheet(
  electrodes: readonly ElectrodeName[],
  cap: Pick<Cap, 'sites' | 'inputs'> | null,
): WiringLine[] {
  const names = (cap?.sites ?? []).slice(0, cap?.inputs)
  const named = matchWiring(electrodes, names)
  const taken = new Set(named.map(({ input }) => input))
  const free = Array.from({ length: cap?.inputs ?? electrodes.length }, (_, input) => input).filter(
    (input) => !taken.has(input),
  )
  const lines = named.map(({ electrode, input }): WiringLine => {
    if (input !== null) return { electrode, input: input + 1, inputName: names[input] ?? null, how: 'named' }
    const next = free.shift()
    if (next === undefined) return { electrode, input: null, inputName: null, how: 'none' }
    return { electrode, input: next + 1, inputName: names[next] ?? null, how: 'proposed' }
  })
  return lines.sort((a, b) => (a.input ?? Infinity) - (b.input ?? Infinity) || 0)
}
