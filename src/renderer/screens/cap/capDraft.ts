import type { Cap } from '../../../core/domain/electrode'
import { toElectrodeName } from '../../../core/montage/names'

/** A cap of one's own while it is typed: every field as text, so that nothing typed is lost. */
export interface CapDraft {
  readonly id: string | null
  readonly name: string
  readonly inputs: number
  readonly sites: readonly string[]
  readonly reference: string
  readonly ground: string
}

export type DraftFault =
  | { readonly kind: 'name' }
  | { readonly kind: 'site'; readonly input: number; readonly text: string }
  | { readonly kind: 'twice'; readonly input: number; readonly site: string }

export const emptyDraft: CapDraft = {
  id: null,
  name: '',
  inputs: 8,
  sites: new Array<string>(8).fill(''),
  reference: '',
  ground: '',
}

/** `copy` starts a new cap from an existing one. */
export const toDraft = (cap: Cap, copy: boolean): CapDraft => ({
  id: copy ? null : cap.id,
  name: cap.name,
  inputs: cap.sites.length,
  sites: cap.sites.map((site) => site ?? ''),
  reference: cap.reference ?? '',
  ground: cap.ground ?? '',
})

/** Another number of inputs; what was typed for the first ones stays. */
export const withInputs = (draft: CapDraft, inputs: number): CapDraft => ({
  ...draft,
  inputs,
  sites: Array.from({ length: inputs }, (_, i) => draft.sites[i] ?? ''),
})

/** An empty site is left to the user; any other must be a site of the 10-05 system, once. */
export function draftFaults(draft: CapDraft): DraftFault[] {
  const faults: DraftFault[] = draft.name.trim() ? [] : [{ kind: 'name' }]
  const seen = new Set<string>()
  draft.sites.forEach((text, input) => {
    if (!text.trim()) return
    const site = toElectrodeName(text)
    if (!site) faults.push({ kind: 'site', input, text: text.trim() })
    else if (seen.has(site)) faults.push({ kind: 'twice', input, site })
    else seen.add(site)
  })
  return faults
}

/** The cap that a draft without faults means. `newId` is used where it has none yet. */
export function toCap(draft: CapDraft, newId: string): Cap {
  const optional = (text: string) => text.trim() || undefined
  return {
    id: draft.id ?? newId,
    name: draft.name.trim(),
    sites: draft.sites.map((text) => (text.trim() ? toElectrodeName(text) : null)),
    inputs: draft.inputs,
    reference: optional(draft.reference),
    ground: optional(draft.ground),
    origin: 'own',
  }
}
