import { measureWholeCurve } from './selection/wholeCurve'
import { measureGrowth } from './selection/growth'
import { compareForward } from './selection/search'
import { present, type Row } from './support/rows'

/** Which N are enough, in time: the search against the same in Python, how a curve's cost grows, and one whole curve (minutes).
 *  `--only forward|growth|curve` for one of them. */
const at = process.argv.indexOf('--only')
const only = at > 0 ? process.argv[at + 1] : undefined
const parts: Record<string, () => Promise<Row[]>> = {
  forward: compareForward,
  growth: measureGrowth,
  curve: measureWholeCurve,
}
const rows: Row[] = []
for (const [name, measure] of Object.entries(parts)) if (!only || only === name) rows.push(...(await measure()))
present(rows)
