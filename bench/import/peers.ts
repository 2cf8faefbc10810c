import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'

/** The bundle of a benchmark lies in .cache/bench. */
const project = resolve(import.meta.dirname, '../..')
const home = join(project, '.cache/python')

export type Peer = 'mne' | 'edfio'

export interface Peers {
  /** Milliseconds in which a reader opens a file and has all its samples, by its own clock. */
  time(peer: Peer, path: string): Promise<{ ms: number; values: number }>
  close(): void
}

/** Readers of others in one process of Python. Throws where set-up could not provide them. */
export function startPeers(): Peers {
  const stamp = join(home, 'formats.json')
  const { ok, python } = existsSync(stamp)
    ? (JSON.parse(readFileSync(stamp, 'utf8')) as { ok: boolean; python: string })
    : { ok: false, python: '' }
  if (!ok) throw new Error('The peers are not there: node scripts/setup/python.mjs requirements formats')
  const PYTHONPATH = [join(home, 'requirements'), join(home, 'formats')].join(delimiter)
  const child = spawn(python, [join(project, 'bench/python/readers.py')], {
    env: { ...process.env, PYTHONPATH },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async time(peer, path) {
      child.stdin.write(`${peer} ${path}\n`)
      const { value, done } = await lines.next()
      if (done) throw new Error(`${peer} could not read ${path}.`)
      const [ms, values] = String(value).split(' ').map(Number) as [number, number]
      return { ms, values }
    },
    close: () => child.stdin.end(),
  }
}
