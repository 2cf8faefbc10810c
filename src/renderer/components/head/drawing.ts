import type { HeadGeometry, PlacedPoint } from './geometry'

const levels = 6

/** Little is light, much is dark (the other way round on dark themes): between two of the seven `--seq` tokens. */
export function probabilityColour(p: number): string {
  const place = Math.max(0, Math.min(1, p)) * levels
  const low = Math.min(levels - 1, Math.floor(place))
  return `color-mix(in oklab, var(--seq-${low + 1}) ${Math.round((place - low) * 100)}%, var(--seq-${low}))`
}

/** Radius whose area grows with the summed probability. */
export function sumRadius({ scale, siteRadius }: HeadGeometry, p: number): number {
  const [least, most] = scale === 'large' ? [siteRadius * 0.69, siteRadius * 0.45] : [4.4, 4.6]
  return least + most * Math.sqrt(p)
}

interface Tick {
  readonly neuron: number
  readonly neurons: number
  /** 0…1: the length. */
  readonly share: number
}

/** A tick outside the disc at the neuron's own angle, clockwise from the top; eight places, more where there are more neurons. */
export function tickPath(at: PlacedPoint, radius: number, { neuron, neurons, share }: Tick): string {
  const angle = (2 * Math.PI * neuron) / Math.max(8, neurons)
  const [from, to] = [radius + 2, radius + 4 + 4.2 * share]
  const point = (length: number) => `${at.x + length * Math.sin(angle)} ${at.y - length * Math.cos(angle)}`
  return `M${point(from)}L${point(to)}`
}
