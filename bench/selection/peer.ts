import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import type { SelectionData } from '../../src/core/selection/selectors/selector'
import { trialCovariances } from '../../src/core/selection/selectors/trialCovariances'

/** The bundle of a benchmark lies in .cache/bench. */
const project = resolve(import.meta.dirname, '../..')
const home = join(project, '.cache/python')

/** A step of the peer's search: site, accuracy, mean log-probability. */
export type PeerStep = readonly [site: number, accuracy: number, logProbability: number]

export interface SearchPeer {
  /** One search for as many sites as the peer was started with; milliseconds by its own clock. */
  search(): Promise<{ readonly ms: number; readonly path: readonly PeerStep[] }>
  close(): void
}

/** The same search written with pyriemann and scikit-learn, on the same covariances of one band. Throws where set-up could not provide them. */
export function startSearchPeer(data: SelectionData, size: number): SearchPeer {
  const stamp = join(home, 'riemann.json')
  const { ok, python } = existsSync(stamp)
    ? (JSON.parse(readFileSync(stamp, 'utf8')) as { ok: boolean; python: string })
    : { ok: false, python: '' }
  if (!ok) throw new Error('The peers are not there: node scripts/setup/python.mjs requirements riemann')
  const folder = mkdtempSync(join(tmpdir(), 'sparsecap-bench-'))
  const file = join(folder, 'covariances')
  writeCovariances(file, data)
  const child = spawn(python, [join(project, 'bench/python/selection.py'), file, String(size)], {
    // Matrices this small are slower on several threads: 80 s instead of 8 on two cores that others use too.
    env: {
      ...process.env,
      PYTHONPATH: [join(home, 'requirements'), join(home, 'riemann')].join(delimiter),
      ...{ OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async search() {
      child.stdin.write('run\n')
      const { value, done } = await lines.next()
      if (done) throw new Error('The peer ended without an answer.')
      return JSON.parse(String(value)) as { ms: number; path: PeerStep[] }
    },
    close() {
      child.stdin.end()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function writeCovariances(file: string, data: SelectionData): void {
  const { covariances, counts, classOfTrial, groupOfTrial, sites } = trialCovariances(data)
  writeFileSync(file, Buffer.concat(covariances.map(([own]) => Buffer.from(own!.buffer))))
  const about = { trials: covariances.length, sites, counts: [...counts] }
  writeFileSync(`${file}.json`, JSON.stringify({ ...about, labels: [...classOfTrial], groups: [...groupOfTrial] }))
}
