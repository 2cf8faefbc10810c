import type { ElectrodeName } from '../domain/electrode'
import { allSites } from './sites'

/** Names of the old 10-20 system, and of FieldTrip for the inion row. */
const aliases: Readonly<Record<string, ElectrodeName>> = {
  t3: 'T7',
  t4: 'T8',
  t5: 'P7',
  t6: 'P8',
  o9: 'I1',
  o10: 'I2',
}

const canonical: ReadonlyMap<string, ElectrodeName> = new Map([
  ...[...allSites.keys()].map((name) => [name.toLowerCase(), name] as const),
  ...Object.entries(aliases),
])

const prefix = /^(?:eeg|pol)[\s_:.-]+/i
/** A reference after a dash says against what the site was measured; `F3-C3` is a difference of two sites, and stays. */
const reference = /\s*[-–_/:]\s*(?:ref|le|avg|av|ar|car|lm|linked|g2|[am]1|[am]2|a1a2|a1\+a2|m1m2|m1\+m2)$/i
const dots = /[.\s]+$/

/**
 * The site that a channel label means, or null when it names none.
 * Case, trailing dots (`Fc5.`), the prefix `EEG ` and a reference (`-Ref`, `-A1`) do not matter; T3 T4 T5 T6 are T7 T8 P7 P8.
 */
export function toElectrodeName(label: string): ElectrodeName | null {
  const bare = label.trim().replace(dots, '').replace(prefix, '').replace(reference, '').replace(dots, '').trim()
  return canonical.get(bare.toLowerCase()) ?? null
}

const input = /^\s*([a-z])(\d+)\s*$/i

/**
 * Tells amplifier inputs from sites. No site has a number above 10: where `A17` is, `A1` is an input too; and where two letters
 * are banks, all the letters are.
 */
function inputsAmong(labels: readonly string[]): (label: string) => boolean {
  const banks = new Set<string>()
  for (const label of labels) {
    const match = input.exec(label)
    if (match && Number(match[2]) > 10) banks.add(match[1]!.toUpperCase())
  }
  return (label) => {
    const letter = input.exec(label)?.[1]
    return letter !== undefined && (banks.size > 1 || banks.has(letter.toUpperCase()))
  }
}

/**
 * Sites for all labels of one file, in their order. Amplifier inputs numbered in banks (`A1 … A32`, `B1 …`) are no sites,
 * although some look like it, and a site named twice goes to its first channel: the second is null.
 */
export function toElectrodeNames(labels: readonly string[]): (ElectrodeName | null)[] {
  const isInput = inputsAmong(labels)
  const taken = new Set<ElectrodeName>()
  return labels.map((label) => {
    const name = isInput(label) ? null : toElectrodeName(label)
    if (name === null || taken.has(name)) return null
    taken.add(name)
    return name
  })
}
