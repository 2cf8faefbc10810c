import { sizesBetween } from '../../../../core/domain/curveDefaults'

const largest = 256

/** "2, 4, 8" or "2..16" (numbers between them as they are usually tried), rising; null for what is no list of whole numbers. */
export function readSizes(text: string): number[] | null {
  const words = text
    .replaceAll(/\s*(\.\.|–|-)\s*/g, '..')
    .split(/[\s,，、;]+/)
    .filter(Boolean)
  const sizes = words.flatMap((word): (number | null)[] => {
    const [, from, to] = /^(\d+)(?:\.\.(\d+))?$/.exec(word) ?? []
    if (from === undefined) return [null]
    const [least, most] = [Number(from), Number(to ?? from)]
    return most < least ? [null] : to === undefined ? [least] : sizesBetween(least, most)
  })
  const known = sizes.filter((size) => size !== null && size >= 1 && size <= largest)
  return known.length === sizes.length && known.length > 0
    ? [...new Set(known)].filter((size) => size !== null).sort((a, b) => a - b)
    : null
}
