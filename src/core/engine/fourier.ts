/** Radices of the transform's passes, in order. */
const radices = [4, 5, 3, 2] as const

/** Smallest even length of at least `least` that the transform can do: factors 2, 3 and 5. */
export function transformLength(least: number): number {
  for (let length = Math.ceil(least / 2) * 2; ; length += 2) if (radicesOf(length)) return length
}

/** Radices whose product is `length`, or `null`. */
export function radicesOf(length: number): number[] | null {
  const found: number[] = []
  let rest = length
  for (const radix of radices) {
    for (; rest % radix === 0; rest /= radix) found.push(radix)
  }
  return rest === 1 ? found : null
}

/** What the transform multiplies with: eight constants of its radices, then the twiddle factors of all passes,
 *  (cos, sin) of 2π · block · k / length of the pass, k = 1 … radix − 1. */
export function transformTable(length: number): Float32Array {
  const fifth = (2 * Math.PI) / 5
  const factors = [Math.cos(fifth), Math.cos(2 * fifth), Math.sin(fifth), Math.sin(2 * fifth)]
  factors.push(-0.5, Math.sin((2 * Math.PI) / 3), 0, 0)
  let rest = length
  for (const radix of radicesOf(length)!) {
    const blocks = rest / radix
    for (let block = 0; block < blocks; block++) {
      for (let k = 1; k < radix; k++) {
        const angle = (2 * Math.PI * block * k) / rest
        factors.push(Math.cos(angle), Math.sin(angle))
      }
    }
    rest = blocks
  }
  return Float32Array.from(factors)
}
