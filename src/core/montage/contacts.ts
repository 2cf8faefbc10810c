import type { ElectrodeName } from '../domain/electrode'
import { distance } from './projection'
import { movementSources } from './regions'
import { siteOf } from './sites'

/** About two steps on a 10-10 cap. */
const nearDegrees = 45

/**
 * Whose contact to look at first when nothing could be decoded: of the electrodes that there are, the nearest to each source
 * of the movements, or the nearest to any where none is near. At most three, in the order of the electrodes.
 */
export function contactsToCheck(electrodes: readonly ElectrodeName[]): ElectrodeName[] {
  const pairs = electrodes.flatMap((name) =>
    movementSources.flatMap((source) => {
      const [at, from] = [siteOf(name), siteOf(source)]
      return at && from ? [{ name, source, degrees: (distance(at, from) * 180) / Math.PI }] : []
    }),
  )
  pairs.sort((a, b) => a.degrees - b.degrees)
  const chosen = new Map<ElectrodeName, ElectrodeName>()
  for (const { name, source, degrees } of pairs) {
    if (degrees > nearDegrees && chosen.size > 0) break
    if (!chosen.has(source) && ![...chosen.values()].includes(name)) chosen.set(source, name)
  }
  const contacts = [...chosen.values()]
  return electrodes.filter((name) => contacts.includes(name))
}
