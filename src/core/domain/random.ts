/** A seeded stream of uniforms in [0, 1). The one generator: every random array in the program comes from it. */
export interface Random {
  next(): number
  /** Standard normal. */
  normal(): number
  /** Whole number in [0, n). */
  integer(n: number): number
  /** Fisher–Yates, in place; returns the same array. */
  shuffle<T>(items: T[]): T[]
  /** Independent stream for a named purpose; does not advance this one. */
  fork(name: string): Random
  /** State, for an exact resume. */
  readonly state: number
}

/** mulberry32 (T. Ettinger, public domain description): 32-bit state, passes the usual batteries for our sizes. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const normal = (): number => {
    const radius = Math.sqrt(-2 * Math.log(1 - next()))
    return radius * Math.cos(2 * Math.PI * next())
  }
  const integer = (n: number): number => Math.floor(next() * n)
  return {
    next,
    normal,
    integer,
    shuffle(items) {
      for (let i = items.length - 1; i > 0; i--) {
        const j = integer(i + 1)
        const held = items[i]!
        items[i] = items[j]!
        items[j] = held
      }
      return items
    },
    fork: (name) => createRandom(hash(name, seed)),
    get state() {
      return state
    },
  }
}

/** FNV-1a over the name, started from the seed. */
function hash(name: string, seed: number): number {
  let value = (0x811c9dc5 ^ seed) >>> 0
  for (let i = 0; i < name.length; i++) value = Math.imul(value ^ name.charCodeAt(i), 0x01000193) >>> 0
  return value
}
