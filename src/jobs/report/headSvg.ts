import type { ElectrodeName } from '../../core/domain/electrode'
import { projectSite } from '../../core/montage/projection'
import { escapeHtml } from './format'

export interface MontageDrawing {
  readonly size: number
  readonly sites: readonly ElectrodeName[]
  /** Drawn solid, with their name. */
  readonly chosen: readonly ElectrodeName[]
}

/** The head from above, nose up, as a self-contained SVG: every site a ring, the chosen ones solid. */
export function headSvg({ size, sites, chosen }: MontageDrawing): string {
  const centre = size / 2
  const radius = size * 0.425
  const middle = centre + size * 0.012
  const at = (name: ElectrodeName) => {
    const point = projectSite(name)
    return point && { x: (centre + point.x * radius).toFixed(1), y: (middle + point.y * radius).toFixed(1) }
  }
  const ring = (name: ElectrodeName): string => {
    const place = at(name)
    return place ? `<circle class="site" cx="${place.x}" cy="${place.y}" r="5"><title>${name}</title></circle>` : ''
  }
  const disc = (name: ElectrodeName): string => {
    const place = at(name)
    if (!place) return ''
    return `<g><title>${name}, chosen</title><circle class="chosen" cx="${place.x}" cy="${place.y}" r="14"/><text x="${place.x}" y="${place.y}">${name}</text></g>`
  }
  const rest = sites.filter((name) => !chosen.includes(name))
  // Names of sites without a place come through to here as a model's file has them.
  const title = escapeHtml(`Head seen from above, nose up. Chosen: ${chosen.join(', ')}`)
  return `<svg viewBox="0 0 ${size} ${size}" width="${size}" height="${size}" role="img" aria-label="${title}">
<g class="scalp">${nose(centre, middle, radius)}${ear(centre, middle, -radius)}${ear(centre, middle, radius)}<circle cx="${centre}" cy="${middle}" r="${radius}"/></g>
${rest.map(ring).join('')}${chosen.map(disc).join('')}
</svg>`
}

function nose(x: number, y: number, radius: number): string {
  const half = radius * 0.105
  const top = y - Math.sqrt(radius * radius - half * half)
  const tip = top - radius * 0.118
  return `<path d="M${x - half} ${top + 1}Q${x - half * 0.45} ${tip} ${x} ${tip}Q${x + half * 0.45} ${tip} ${x + half} ${top + 1}"/>`
}

/** `radius` is negative for the left ear. */
function ear(x: number, y: number, radius: number): string {
  const height = Math.abs(radius) * 0.17
  return `<path d="M${x + radius * 0.988} ${y - height}C${x + radius * 1.12} ${y - height * 1.6} ${x + radius * 1.12} ${y + height * 1.6} ${x + radius * 0.988} ${y + height}"/>`
}
