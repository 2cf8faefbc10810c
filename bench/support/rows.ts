import { writeFileSync } from 'node:fs'

/** One comparison, ours and the peer measured in the same run. `ratio` above 1: we are that many times better. */
export interface Row {
  readonly what: string
  readonly ours: number
  readonly peer: number
  readonly peerName: string
  readonly ratio: number
  readonly unit: string
  readonly goal: string
}

export interface Comparison {
  readonly what: string
  readonly peerName: string
  readonly goal: string
  readonly repeats: number
  ours(): Promise<unknown> | unknown
  /** Work that is measured too, or a duration that is given (real time), milliseconds. */
  readonly peer: number | (() => Promise<unknown> | unknown)
}

/** Minimum of several runs, milliseconds, ours and the peer in turn so that both meet the same machine. */
export async function compare(comparison: Comparison): Promise<Row> {
  const { what, peerName, goal, repeats, peer: other } = comparison
  let [ours, peer] = [Infinity, typeof other === 'number' ? other : Infinity]
  await comparison.ours()
  if (typeof other === 'function') await other()
  for (let i = 0; i < repeats; i++) {
    ours = Math.min(ours, await timed(comparison.ours))
    if (typeof other === 'function') peer = Math.min(peer, await timed(other))
  }
  return { what, ours, peer, peerName, ratio: peer / ours, unit: 'ms', goal }
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Prints a table; writes the rows where `--json FILE` says. */
export function present(rows: readonly Row[]): void {
  for (const { what, ours, peer, peerName, ratio, unit, goal } of rows) {
    const figures = `${figure(ours)} ${unit} against ${figure(peer)} ${unit} of ${peerName}`
    process.stdout.write(`${what}: ${figures}, ${ratio.toFixed(1)} times; goal ${goal}\n`)
  }
  const at = process.argv.indexOf('--json')
  const file = process.argv[at + 1]
  if (at > 0 && file) writeFileSync(file, `${JSON.stringify(rows, null, 2)}\n`)
}

/** Three digits that count. */
const figure = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3))
