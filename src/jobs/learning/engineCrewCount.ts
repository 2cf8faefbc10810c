/** How many threads the next order gets: as many as were fastest lately. */
export interface ThreadCount {
  readonly next: number
  /** How long the order with `next` threads took, milliseconds. */
  took(ms: number): void
}

export interface ThreadCountOptions {
  readonly most: number
  /** Where to begin; the most when not given. */
  readonly first?: number
  /** Milliseconds of any clock that only rises. */
  readonly now: () => number
}

/** Code is compiled while the first orders run: they say nothing. */
const warmUps = 3
/** Orders by which a count is judged, by their median: one or two may be disturbed. */
const ordersPerCount = 5
/** A count whose first two orders both take this much longer than the present one's is given up. */
const hopeless = 1.4
/** Threads are taken from other programs: more have to gain this much, fewer may lose this much. */
const worth = { more: 0.97, fewer: 0.98 }
/** This many orders in a row that take this much longer are a reason to look at once. */
const disturbance = { orders: 4, factor: 1.3 }
/** Pauses between looks: the longer, the longer nothing changed. Orders count too, so that a look stays cheap. */
const pause = { shortestMs: 400, longestMs: 4000, orders: 40 }

/** Compares the present count with the next lower and the next higher one, moves on while that gains, and looks again
 *  after a pause, or when orders become slower. */
export function createThreadCount({ most, first = most, now }: ThreadCountOptions): ThreadCount {
  const counts = countsUpTo(most)
  let place = Math.max(
    0,
    counts.findLastIndex((count) => count <= first),
  )
  let warm = 0
  let look: Look | null = null
  let pauseMs: number = pause.shortestMs
  let rest = createRest(Infinity, now)

  const begin = (): void => {
    look = createLook([place, place - 1, place + 1].filter((at) => at in counts))
  }
  const finish = ({ best, ms }: Verdict): void => {
    const stays = best === place
    pauseMs = stays ? Math.min(pauseMs * 2, pause.longestMs) : pause.shortestMs
    place = best
    look = null
    rest = createRest(ms, now)
    if (!stays) begin()
  }
  return {
    get next() {
      return counts[look ? look.place : place]!
    },
    took(ms) {
      if (counts.length === 1) return
      if (look) {
        const verdict = look.took(ms)
        if (verdict) finish(verdict)
      } else if (warm < warmUps) {
        if (++warm === warmUps) begin()
      } else if (rest.isOver(ms, pauseMs)) begin()
    },
  }
}

/** 1 2 3 4 6 8 12 16 … and the most. */
function countsUpTo(most: number): number[] {
  const counts = [1, 2, 3]
  for (let count = 4; count < most; count *= 2) counts.push(count, count * 1.5)
  return [...counts.filter((count) => count < most), most]
}

/** Time between two looks. */
function createRest(referenceMs: number, now: () => number) {
  const sinceMs = now()
  let orders = 0
  let slow = 0
  return {
    isOver(ms: number, pauseMs: number): boolean {
      orders++
      slow = ms > referenceMs * disturbance.factor ? slow + 1 : 0
      if (slow >= disturbance.orders && orders > 2 * disturbance.orders) return true
      return orders >= pause.orders && now() - sinceMs >= pauseMs
    },
  }
}

interface Verdict {
  readonly best: number
  readonly ms: number
}

interface Look {
  /** To be tried with the next order. */
  readonly place: number
  /** The fastest place and its median, once all were tried. */
  took(ms: number): Verdict | null
}

/** Tries places one after the other; the first is the present one. */
function createLook(places: readonly number[]): Look {
  const medians: number[] = []
  let times: number[] = []
  return {
    get place() {
      return places[medians.length]!
    },
    took(ms) {
      times.push(ms)
      const present = medians[0]
      const isHopeless = present !== undefined && times.length === 2 && Math.min(...times) > hopeless * present
      if (!isHopeless && times.length < ordersPerCount) return null
      medians.push(median(times))
      times = []
      return medians.length === places.length ? judge(places, medians) : null
    },
  }
}

function judge(places: readonly number[], medians: readonly number[]): Verdict {
  const costs = medians.map((ms, i) => {
    if (places[i] === places[0]) return ms
    return places[i]! > places[0]! ? ms / worth.more : ms * worth.fewer
  })
  const at = costs.indexOf(Math.min(...costs))
  return { best: places[at]!, ms: medians[at]! }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1]!
}
