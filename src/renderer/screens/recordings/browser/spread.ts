/** Lowest to highest of a usual channel within an eighth of the tile, µV; null where the tile has nothing. */
export function spreadOf(tile: Float32Array, channels: number): number | null {
  const width = tile.length / channels
  const spreads: number[] = []
  for (let channel = 0; channel < channels; channel++) {
    const parts: number[] = []
    for (let part = 0; part < 8; part++) {
      const values = tile.subarray(channel * width + (part * width) / 8, channel * width + ((part + 1) * width) / 8)
      const finite = values.filter((value) => Number.isFinite(value))
      if (finite.length > 0)
        parts.push(finite.reduce((a, b) => Math.max(a, b)) - finite.reduce((a, b) => Math.min(a, b)))
    }
    if (parts.length > 0) spreads.push(parts.sort((a, b) => a - b)[parts.length >> 1]!)
  }
  return spreads.length > 0 ? spreads.sort((a, b) => a - b)[spreads.length >> 1]! : null
}
