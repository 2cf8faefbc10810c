import { lookUp } from '../../lib/catalogue'
import { formatNumber, formatProportion } from '../../lib/format'
import { m } from '../../lib/paraglide/messages.js'
import type { HeadMode, HeadSite } from './site'

/** "C4, chosen, contact good": what tooltip and screen reader say of a site. */
export function describeSite(site: HeadSite, mode: HeadMode, inputs: readonly string[] = []): string {
  const parts = [site.name]
  const measured = mode === 'quality' && site.quality
  if (!measured || site.state === 'chosen') parts.push(lookUp('head_state', site.state) ?? site.state)
  if (site.pinned && site.state !== 'keep') parts.push(m.head_pinned())
  if (site.quality) parts.push(m.head_contact({ quality: lookUp('quality', site.quality) ?? site.quality }))
  // A note says what the shade is where it is no probability.
  if (mode === 'probability' && site.probability !== undefined && site.note === undefined)
    parts.push(m.head_probability({ value: formatProportion(Math.min(1, site.probability)) }))
  if (mode === 'topography' && site.value !== undefined)
    parts.push(m.head_value({ value: formatNumber(site.value, 2) }))
  if (mode === 'wiring' && site.input !== undefined)
    parts.push(
      site.input === null ? m.head_input_none() : m.head_input({ input: inputs[site.input] ?? site.input + 1 }),
    )
  if (site.note) parts.push(site.note)
  return parts.join(m.list_separator())
}
