import type { Wiring } from '../domain/session'
import type { ElectrodeName } from '../domain/electrode'
import { toElectrodeName } from './names'

/** Wires electrodes to the inputs that bear their name; the others stay unconnected for a person to decide.
 *  `inputNames[i]` is what the board or the cap calls input i; null or unknown names match nothing. */
export function matchWiring(electrodes: readonly ElectrodeName[], inputNames: readonly (string | null)[]): Wiring {
  const canonical = inputNames.map((name) => (name === null ? null : toElectrodeName(name)))
  return electrodes.map((electrode) => {
    const input = canonical.indexOf(electrode)
    return { electrode, input: input < 0 ? null : input }
  })
}

/** What keeps a wiring from being used: electrodes without an input, and inputs that feed two electrodes. */
export function wiringFaults(wiring: Wiring): { readonly open: ElectrodeName[]; readonly shared: ElectrodeName[] } {
  const uses = new Map<number, number>()
  for (const { input } of wiring) if (input !== null) uses.set(input, (uses.get(input) ?? 0) + 1)
  return {
    open: wiring.filter(({ input }) => input === null).map(({ electrode }) => electrode),
    shared: wiring.filter(({ input }) => input !== null && uses.get(input)! > 1).map(({ electrode }) => electrode),
  }
}
