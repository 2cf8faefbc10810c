import type { Random } from '../../src/core/domain/random'

/** Bytes of a file, damaged in one way. `head`: as many first bytes as the header has; most damage is done there. */
type Damage = (bytes: Uint8Array, dice: Random, head: number) => Uint8Array

const anywhere = (bytes: Uint8Array, dice: Random, head: number): number =>
  dice.integer(Math.max(1, dice.next() < 0.75 ? Math.min(head, bytes.length) : bytes.length))

const spliced = (bytes: Uint8Array, at: number, removed: number, added: Uint8Array): Uint8Array => {
  const rest = bytes.subarray(Math.min(bytes.length, at + removed))
  const result = new Uint8Array(at + added.length + rest.length)
  result.set(bytes.subarray(0, at))
  result.set(added, at)
  result.set(rest, at + added.length)
  return result
}

/** Numbers at the ends of their types, as bytes of either order. */
const extremes: readonly Uint8Array[] = [
  ...[0, 1, -1, 2 ** 31 - 1, -(2 ** 31)].map((value) => new Uint8Array(Int32Array.of(value).buffer)),
  ...[0, 1, -1, 2n ** 62n, -(2n ** 63n)].map((value) => new Uint8Array(BigInt64Array.of(BigInt(value)).buffer)),
  ...[NaN, Infinity, -0, 1e38, 1e-45].map((value) => new Uint8Array(Float32Array.of(value).buffer)),
  ...[NaN, -Infinity, 1e308, 5e-324, 1e9].map((value) => new Uint8Array(Float64Array.of(value).buffer)),
  ...[0x7fff, 0x8000, 0xffff].map((value) => new Uint8Array(Uint16Array.of(value).buffer)),
].flatMap((bytes) => [bytes, bytes.slice().reverse()])

/** The same for headers of text. */
const words = [
  '-1',
  '0',
  '00000000',
  '99999999',
  '1e99',
  '-1e-99',
  'NaN',
  'Infinity',
  '0x10',
  '1000000000',
  '0.0000001',
  ' ',
  '\0',
  '\n',
  ',',
  '=',
]

const flip: Damage = (bytes, dice, head) => {
  const copy = bytes.slice()
  for (let i = dice.integer(8); i >= 0; i--) copy[anywhere(copy, dice, head)]! ^= 1 << dice.integer(8)
  return copy
}

const overwrite: Damage = (bytes, dice, head) => {
  const copy = bytes.slice()
  for (let i = dice.integer(3); i >= 0; i--) {
    const value = extremes[dice.integer(extremes.length)]!
    const at = Math.min(anywhere(copy, dice, head), Math.max(0, copy.length - value.length))
    copy.set(value.subarray(0, copy.length - at), at)
  }
  return copy
}

const writeWord: Damage = (bytes, dice, head) => {
  const copy = bytes.slice()
  const word = new TextEncoder().encode(words[dice.integer(words.length)]!.padEnd(dice.integer(9)))
  const at = anywhere(copy, dice, head)
  copy.set(word.subarray(0, copy.length - at), at)
  return copy
}

const cut: Damage = (bytes, dice, head) => bytes.slice(0, anywhere(bytes, dice, head))

const insert: Damage = (bytes, dice, head) => {
  const length = 1 + dice.integer(dice.next() < 0.5 ? 4 : 600)
  const value = dice.integer(256)
  const isNoise = dice.next() < 0.5
  return spliced(
    bytes,
    anywhere(bytes, dice, head),
    0,
    Uint8Array.from({ length }, () => (isNoise ? dice.integer(256) : value)),
  )
}

const remove: Damage = (bytes, dice, head) =>
  spliced(bytes, anywhere(bytes, dice, head), 1 + dice.integer(dice.next() < 0.5 ? 4 : 600), new Uint8Array(0))

const repeat: Damage = (bytes, dice, head) => {
  const from = anywhere(bytes, dice, head)
  return spliced(bytes, anywhere(bytes, dice, head), 0, bytes.slice(from, from + 1 + dice.integer(600)))
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39

/** Digits of the header change places or values: what was a number stays one. */
const digits: Damage = (bytes, dice, head) => {
  const copy = bytes.slice()
  const places = [...copy.subarray(0, head).keys()].filter((at) => isDigit(copy[at]!))
  if (places.length === 0) return flip(bytes, dice, head)
  for (let i = dice.integer(4); i >= 0; i--) {
    const [a, b] = [places[dice.integer(places.length)]!, places[dice.integer(places.length)]!]
    if (dice.next() < 0.5) [copy[a], copy[b]] = [copy[b]!, copy[a]!]
    else copy[a] = 0x30 + dice.integer(10)
  }
  return copy
}

const damages: readonly Damage[] = [flip, overwrite, writeWord, cut, insert, remove, repeat, digits]

/** A damaged copy; one in four is damaged twice. */
export function mutate(bytes: Uint8Array, dice: Random, head: number): Uint8Array {
  const once = damages[dice.integer(damages.length)]!(bytes, dice, head)
  if (once.length === 0 || dice.next() < 0.75) return once
  return damages[dice.integer(damages.length)]!(once, dice, head)
}
