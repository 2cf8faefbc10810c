/** What the sample numbers of a board do: how they go round, and how many rows carry each. */
export interface SampleCounter {
  /** Rows of a whole round; 0: it does not go round, or only once in very long. */
  readonly round: number
  /** Rows lost between `rows` rows that carry number `a` and a row that carries `b`; `null`: the numbers do not tell. */
  lostBetween(a: number, rows: number, b: number): number | null
}

interface Run {
  readonly value: number
  readonly rows: number
}

/** Seen so often, a step is the rule. */
const fewest = 3

/**
 * Learns from the first rows' numbers. A Cyton counts 0 … 255, with a Daisy 0, 2 … 254; a Ganglion sends two rows a number
 * and goes 0, 101 … 200: so the successor of each number is taken from the file, not from a table.
 */
export function learnCounter(values: readonly number[]): SampleCounter {
  const runs = toRuns(values)
  const successors = commonest(runs.slice(0, -1).map((run, i) => [run.value, runs[i + 1]!.value]))
  const rowsOf = commonest(runs.slice(1, -1).map(({ value, rows }) => [value, rows]))
  return fromRound(successors, rowsOf) ?? fromStep(runs)
}

function toRuns(values: readonly number[]): Run[] {
  const runs: { value: number; rows: number }[] = []
  for (const value of values) {
    const last = runs.at(-1)
    if (last?.value === value) last.rows++
    else runs.push({ value, rows: 1 })
  }
  return runs
}

interface Votes {
  readonly choice: number
  readonly count: number
}

/** What goes with each key most often. */
function commonest(pairs: readonly (readonly [number, number])[]): Map<number, Votes> {
  const votes = new Map<number, Map<number, number>>()
  for (const [key, value] of pairs) {
    const own = votes.get(key) ?? new Map<number, number>()
    votes.set(key, own.set(value, (own.get(value) ?? 0) + 1))
  }
  return new Map(
    [...votes].map(([key, own]) => {
      const [choice, count] = [...own].reduce((best, entry) => (entry[1] > best[1] ? entry : best))
      return [key, { choice, count }]
    }),
  )
}

/** Follows the successors round; `null` where they do not close, or were seen too rarely. */
function fromRound(successors: Map<number, Votes>, rowsOf: Map<number, Votes>): SampleCounter | null {
  const [start] = [...successors].reduce((best, entry) => (entry[1].count > best[1].count ? entry : best), [
    NaN,
    { choice: NaN, count: 0 },
  ] as [number, Votes])
  const places = new Map<number, { readonly at: number; readonly rows: number }>()
  let [value, round] = [start, 0]
  do {
    const next = successors.get(value)
    if (!next || next.count < fewest || places.has(value)) return null
    const rows = rowsOf.get(value)?.choice ?? 1
    places.set(value, { at: round, rows })
    round += rows
    value = next.choice
  } while (value !== start)
  // A number that stands still is no counter.
  if (places.size < 2) return null
  return {
    round,
    lostBetween(a, rows, b) {
      const [from, to] = [places.get(a), places.get(b)]
      if (!from || !to) return null
      if (a === b) return 0
      const lost = to.at - (from.at + Math.min(rows, from.rows))
      return ((lost % round) + round) % round
    },
  }
}

/** Numbers that only go up, or were seen going round too rarely: the commonest step, and the round of a byte. */
function fromStep(runs: readonly Run[]): SampleCounter {
  const steps = runs.slice(0, -1).map((run, i) => [0, runs[i + 1]!.value - run.value] as const)
  const step = commonest(steps.filter(([, value]) => value > 0)).get(0)?.choice ?? 0
  const largest = runs.reduce((most, { value }) => Math.max(most, value), 0)
  const isWhole = runs.every(({ value }) => Number.isInteger(value / (step || 1)) && value >= 0)
  const turn = largest <= 255 && steps.some(([, value]) => value < 0) ? 256 : 0
  return {
    round: turn > 0 && step > 0 ? turn / step : 0,
    lostBetween(a, _rows, b) {
      if (step === 0 || !isWhole) return null
      const ahead = turn > 0 ? (b - a + turn) % turn : b - a
      return ahead >= 0 && Number.isInteger(ahead / step) ? Math.max(0, ahead / step - 1) : null
    },
  }
}
