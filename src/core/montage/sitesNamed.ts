import type { ElectrodeName } from '../domain/electrode'
import { toElectrodeName } from './names'

export interface SitesNamed {
  /** Each once, in the order of the words. */
  readonly sites: readonly ElectrodeName[]
  /** Words that name none of the sites that there are. */
  readonly unknown: readonly string[]
}

/** The sites that words mean among those that there are, however they are written: `c3`, `EEG C3-Ref`, `T3` for `T7`. */
export function sitesNamed(words: readonly string[], available: readonly ElectrodeName[]): SitesNamed {
  const sites = new Set<ElectrodeName>()
  const unknown: string[] = []
  for (const word of words) {
    const site = siteNamed(word, available)
    if (site === undefined) unknown.push(word)
    else sites.add(site)
  }
  return { sites: [...sites], unknown }
}

function siteNamed(word: string, available: readonly ElectrodeName[]): ElectrodeName | undefined {
  const name = toElectrodeName(word)
  return available.find((site) => site === name) ?? available.find((site) => site.toLowerCase() === word.toLowerCase())
}
