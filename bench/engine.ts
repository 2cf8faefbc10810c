import { measureBound } from './engine/bound'
import { measureGrowth } from './engine/growth'
import { comparePeers } from './engine/peers'
import { measurePool } from './engine/pool'
import { measureTraining } from './engine/training'
import { present, type Row } from './support/rows'

/** What learning costs: a step against PyTorch, a whole training, growth, memory. `--only PART` for one of them,
 *  `--seconds S` for how long each figure is measured (2), `--threads 1,2` for the comparison with PyTorch. */
const argument = (name: string): string | undefined => {
  const at = process.argv.indexOf(name)
  return at > 0 ? process.argv[at + 1] : undefined
}
const seconds = Number(argument('--seconds') ?? 2)
const threads = argument('--threads')?.split(',').map(Number) ?? [1, 2]
const parts: Record<string, () => Promise<Row[]>> = {
  training: measureTraining,
  pool: () => measurePool(seconds),
  bound: measureBound,
  growth: () => measureGrowth(seconds),
  peers: () => comparePeers(threads, seconds),
}
const only = argument('--only')
const rows: Row[] = []
for (const [name, measure] of Object.entries(parts)) if (!only || only === name) rows.push(...(await measure()))
present(rows)
