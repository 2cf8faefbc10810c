/** Colours as bytes, opaque. */
export type Rgb = readonly [red: number, green: number, blue: number]

/** Pixels of a strip, row by row; little-endian words of red, green, blue, alpha, as image data has them. */
export interface Pixels {
  readonly words: Uint32Array
  readonly width: number
  readonly height: number
}

export const toWord = ([red, green, blue]: Rgb): number => ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0

/** A colour over the pixels of a column, rows `from … to − 1`, as dense as `share`. */
export function tint(
  pixels: Pixels,
  { x, from, to }: { x: number; from: number; to: number },
  paint: { colour: Rgb; share: number },
): void {
  const { words, width, height } = pixels
  const share = Math.round(256 * paint.share)
  const [red, green, blue] = paint.colour
  for (let y = Math.max(0, from); y < Math.min(height, to); y++) {
    const at = y * width + x
    const old = words[at]!
    const [r, g, b] = [old & 255, (old >> 8) & 255, (old >> 16) & 255]
    words[at] =
      ((255 << 24) |
        ((b + (((blue - b) * share) >> 8)) << 16) |
        ((g + (((green - g) * share) >> 8)) << 8) |
        (r + (((red - r) * share) >> 8))) >>>
      0
  }
}

export interface TracePaint {
  readonly colour: Rgb
  /** Row of zero, and rows per µV; up is positive. */
  readonly middle: number
  readonly perMicrovolt: number
  /** Rows that a line is thick. */
  readonly thickness: number
  /** 1: opaque; less where many traces lie over each other. */
  readonly opacity: number
  /** Rows that it keeps to; absent: it may reach into the room of others. */
  readonly within?: readonly [from: number, to: number]
}

/**
 * One trace from its columns `[column][low, high]` in µV: each column is a bar from its highest to its lowest value, the pixels at
 * its ends as dense as they are covered. So a flat trace is a smooth line, and a pixel costs nothing more than a write.
 */
export function paintTrace(pixels: Pixels, columns: Float32Array, paint: TracePaint): void {
  const { words, width, height } = pixels
  const { middle, perMicrovolt, opacity } = paint
  const half = paint.thickness / 2
  const [ceiling, floor] = paint.within ?? [-1, height + 1]
  const word = toWord(paint.colour)
  for (let x = 0; x < width; x++) {
    const low = columns[2 * x]!
    if (low !== low) continue
    const top = Math.max(ceiling, middle - columns[2 * x + 1]! * perMicrovolt - half)
    const foot = Math.min(floor, middle - low * perMicrovolt + half)
    if (top >= foot) continue
    const first = Math.floor(top)
    const last = Math.ceil(foot) - 1
    if (first >= height || last < 0) continue
    if (first === last)
      tint(pixels, { x, from: first, to: first + 1 }, { colour: paint.colour, share: (foot - top) * opacity })
    else {
      tint(pixels, { x, from: first, to: first + 1 }, { colour: paint.colour, share: (first + 1 - top) * opacity })
      tint(pixels, { x, from: last, to: last + 1 }, { colour: paint.colour, share: (foot - last) * opacity })
      if (opacity < 1) tint(pixels, { x, from: first + 1, to: last }, { colour: paint.colour, share: opacity })
      else
        for (let y = Math.max(0, first + 1), at = y * width + x; y < last && y < height; y++, at += width)
          words[at] = word
    }
  }
}

/** Nothing is known here: diagonal lines, the same wherever a strip begins. `firstColumn`: of column 0, on the recording's. */
export function hatchColumn(pixels: Pixels, { x, firstColumn }: { x: number; firstColumn: number }, colour: Rgb): void {
  const { words, width, height } = pixels
  const word = toWord(colour)
  for (let y = (7 - ((firstColumn + x) % 7)) % 7; y < height; y += 7) words[y * width + x] = word
}
