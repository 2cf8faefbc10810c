import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { programFiles } from '../programFiles'

/** File of the code that an engine's workers run. A bundle has it beside itself or above its chunks; sources, which Node
 *  cannot run in a worker, have it bundled by whoever runs them (`scripts/engineWorker.mjs`). */
export function engineWorkerFile(): string {
  const here = import.meta.dirname
  const root = dirname(programFiles().resources)
  const places = [
    join(here, 'engineWorker.js'),
    join(dirname(here), 'engineWorker.js'),
    join(root, 'out', 'engine', 'engineWorker.js'),
  ]
  const found = places.find((place) => existsSync(place))
  if (!found) throw new Error(`The engine's worker is in none of ${places.join(', ')}: build the app, or run npm test`)
  return found
}
