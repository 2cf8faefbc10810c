import { execFile } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { openRecordingFile } from '../src/store/recordingFile'
import type { ImportResult } from '../src/core/domain/import'
import { samples } from '../src/core/domain/units'
import { buildChild } from '../test/support/buildChild'
import { writeBdf, writeBrainVision } from './import/files'
import { startPeers, type Peer } from './import/peers'
import { present, type Row } from './support/rows'

/** Opening a recording and having all its samples in µV, against readers of others; import into a study against a copy. */
const project = resolve(import.meta.dirname, '../..')
const data = process.env['SPARSECAP_DATA'] ?? resolve(project, '../shared/data')
const folder = mkdtempSync(join(tmpdir(), 'sparsecap-bench-'))
const hours = Number(process.env['SPARSECAP_BENCH_HOURS'] ?? 2)
const peers = startPeers()
const run = promisify(execFile)

interface Reading {
  readonly what: string
  readonly path: string
  readonly peer: Peer
  readonly goal: string
  readonly repeats: number
}

/** Samples of all channels in µV, float32. */
function readOurs(path: string): number {
  const { reader, close } = openRecordingFile({ path, hasNeighbours: true })
  const read = reader.read(samples(0), reader.info.sampleCount)
  close()
  return read.reduce((sum, one) => sum + one.length, 0)
}

function timeOurs(path: string): number {
  const start = performance.now()
  if (readOurs(path) === 0) throw new Error(`Nothing was read of ${path}.`)
  return performance.now() - start
}

/** Ours gives float32 in µV. */
const gives: Readonly<Record<Peer, string>> = { mne: 'mne (float64)', edfio: 'edfio (float32)' }

/** Minimum of several runs, ours and the peer in turn; the first of both warms the file and the code. */
async function compareReading({ what, path, peer, goal, repeats }: Reading): Promise<Row> {
  timeOurs(path)
  await peers.time(peer, path)
  let [ours, other] = [Infinity, Infinity]
  for (let i = 0; i < repeats; i++) {
    ours = Math.min(ours, timeOurs(path))
    other = Math.min(other, (await peers.time(peer, path)).ms)
  }
  return { what, ours, peer: other, peerName: gives[peer], ratio: other / ours, unit: 'ms', goal }
}

const [threefold, equal] = ['at least 3 times', 'at least 1 time']

/** What test/support/importChild says last. */
interface ImportCost {
  readonly result: ImportResult
  readonly seconds: number
  readonly megabytes: number
}

/** Import in a process of its own, as the program has it: hash, copy, events, quality and overview; against copying the file. */
async function compareImport(path: string): Promise<Row[]> {
  const child = await buildChild('importChild')
  const { stdout } = await run(process.execPath, [child, join(folder, 'study'), path], { maxBuffer: 1 << 26 })
  const cost = JSON.parse(stdout.trim().split('\n').at(-1)!) as ImportCost
  const [outcome] = cost.result.outcomes
  if (outcome?.state !== 'imported') throw new Error(`It was not imported: ${JSON.stringify(outcome)}`)
  const overviews = readdirSync(join(folder, 'study', 'pyramids')).length
  if (overviews !== 1) throw new Error(`Expected one overview, got ${overviews}.`)
  const start = performance.now()
  copyFileSync(path, join(folder, 'copy'))
  const copySeconds = (performance.now() - start) / 1000
  const megabytes = statSync(path).size / 1e6
  const rate = megabytes / cost.seconds
  const what = `import of ${Math.round(megabytes)} MB into the study`
  const copied = { ours: cost.seconds * 1000, peer: copySeconds * 1000, ratio: copySeconds / cost.seconds }
  return [
    {
      what: `${what}, ${rate.toFixed(0)} MB/s`,
      ...copied,
      peerName: 'a copy',
      unit: 'ms',
      goal: '200 MB/s, or near a copy',
    },
    {
      ...{ what: `${what}, peak memory`, ours: cost.megabytes, peer: 300, peerName: 'the limit' },
      ...{ ratio: 300 / cost.megabytes, unit: 'MB', goal: 'at most 300 MB' },
    },
  ]
}

async function compareAll(): Promise<Row[]> {
  const bdf = join(folder, 'hours.bdf')
  writeBdf(bdf, hours * 3600)
  const vhdr = writeBrainVision(join(folder, 'amp'), 600)
  const [edf, gdf] = [join(data, 'eegmmidb/S001/S001R04.edf'), join(data, 'formats/gdf/S001R04_GDF1.25.gdf')]
  const name = `BDF of ${hours} h, 64 × 512 Hz`
  const readings: Reading[] = [
    { what: 'EEGMMIDB run, 64 × 160 Hz', path: edf, peer: 'mne', goal: threefold, repeats: 30 },
    { what: 'EEGMMIDB run, 64 × 160 Hz', path: edf, peer: 'edfio', goal: equal, repeats: 30 },
    { what: 'GDF run, 64 × 160 Hz', path: gdf, peer: 'mne', goal: threefold, repeats: 30 },
    { what: 'BrainVision of 10 min, 64 × 500 Hz', path: vhdr, peer: 'mne', goal: threefold, repeats: 5 },
    { what: name, path: bdf, peer: 'mne', goal: threefold, repeats: 3 },
    { what: name, path: bdf, peer: 'edfio', goal: equal, repeats: 3 },
  ]
  const rows: Row[] = []
  for (const reading of readings) if (existsSync(reading.path)) rows.push(await compareReading(reading))
  return [...rows, ...(await compareImport(bdf))]
}

try {
  present(await compareAll())
} finally {
  peers.close()
  rmSync(folder, { recursive: true, force: true })
}
