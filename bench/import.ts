import { execFile } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { openRecordingFile } from '../src/store/recordingFile'
import type { ImportResult } from '../src/core/domain/import'
import { createBlockReader } from '../src/core/formats/reader'
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

/** Values of all channels that are in memory at once, as import has it. */
const blockValues = 1 << 19

/** The same samples block after block, in memory that is used again: how import reads them for overview and quality. */
function readBlocks(path: string): number {
  const { reader, close } = openRecordingFile({ path, hasNeighbours: true })
  const { channels, sampleCount } = reader.info
  const step = Math.floor(blockValues / channels.length)
  const read = createBlockReader(reader, step)
  let values = 0
  for (let at = 0; at < sampleCount; at += step)
    for (const one of read(samples(at), samples(Math.min(sampleCount, at + step)))) values += one.length
  close()
  return values
}

function timed(read: (path: string) => number, path: string): number {
  const start = performance.now()
  if (read(path) === 0) throw new Error(`Nothing was read of ${path}.`)
  return performance.now() - start
}

/** Ours gives float32 in µV. */
const gives: Readonly<Record<Peer, string>> = { mne: 'mne (float64)', edfio: 'edfio (float32)' }

/**
 * Minimum of several runs, ours and the peer in turn; the first of each warms the file and the code. In both rows the peer has all
 * samples in memory at once.
 */
async function compareReading({ what, path, peer, goal, repeats }: Reading): Promise<Row[]> {
  let [whole, blocks, other] = [Infinity, Infinity, Infinity]
  for (let i = 0; i <= repeats; i++) {
    const times = [timed(readOurs, path), timed(readBlocks, path), (await peers.time(peer, path)).ms] as const
    if (i === 0) continue
    whole = Math.min(whole, times[0])
    blocks = Math.min(blocks, times[1])
    other = Math.min(other, times[2])
  }
  const row = (ours: number, how: string): Row => ({
    ...{ what: `${what}, ${how}`, ours, peer: other, peerName: gives[peer], ratio: other / ours, unit: 'ms', goal },
  })
  return [row(whole, 'all at once'), row(blocks, 'block after block as import reads')]
}

const [threefold, equal] = ['at least 3 times', 'at least 1 time']

/** What test/support/importChild says last. */
interface ImportCost {
  readonly result: ImportResult
  readonly seconds: number
  readonly megabytes: number
}

/** Import in a process of its own, as the program has it: hash, copy, events, quality and overview. */
async function importOnce(child: string, paths: readonly string[]): Promise<ImportCost> {
  const study = join(folder, 'study')
  rmSync(study, { recursive: true, force: true })
  const { stdout } = await run(process.execPath, [child, study, ...paths], { maxBuffer: 1 << 26 })
  const cost = JSON.parse(stdout.trim().split('\n').at(-1)!) as ImportCost
  const wrong = cost.result.outcomes.find(({ state }) => state !== 'imported')
  if (wrong) throw new Error(`It was not imported: ${JSON.stringify(wrong)}`)
  const overviews = readdirSync(join(study, 'pyramids')).length
  if (overviews !== paths.length) throw new Error(`Expected ${paths.length} overviews, got ${overviews}.`)
  return cost
}

/** Against copying the files: the minimum of three runs each, but the largest peak. */
async function compareImport(what: string, paths: readonly string[]): Promise<Row[]> {
  const child = await buildChild('importChild')
  const cost = { seconds: Infinity, megabytes: 0 }
  let copySeconds = Infinity
  for (let i = 0; i < 3; i++) {
    const { seconds, megabytes } = await importOnce(child, paths)
    cost.seconds = Math.min(cost.seconds, seconds)
    cost.megabytes = Math.max(cost.megabytes, megabytes)
    const start = performance.now()
    for (const path of paths) copyFileSync(path, join(folder, 'copy'))
    copySeconds = Math.min(copySeconds, (performance.now() - start) / 1000)
  }
  const megabytes = paths.reduce((sum, path) => sum + statSync(path).size, 0) / 1e6
  const rate = megabytes / cost.seconds
  const name = `import of ${what}, ${Math.round(megabytes)} MB`
  const copied = { ours: cost.seconds * 1000, peer: copySeconds * 1000, ratio: copySeconds / cost.seconds }
  return [
    {
      what: `${name}, ${rate.toFixed(0)} MB/s`,
      ...copied,
      peerName: 'a copy',
      unit: 'ms',
      goal: '200 MB/s, or near a copy',
    },
    {
      ...{ what: `${name}, peak memory`, ours: cost.megabytes, peer: 300, peerName: 'the limit' },
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
  for (const reading of readings) if (existsSync(reading.path)) rows.push(...(await compareReading(reading)))
  const subject = join(data, 'eegmmidb/S001')
  const runs = existsSync(subject) ? readdirSync(subject).filter((one) => one.endsWith('.edf')) : []
  if (runs.length > 0)
    rows.push(
      ...(await compareImport(
        `${runs.length} runs of EEGMMIDB`,
        runs.map((one) => join(subject, one)),
      )),
    )
  return [...rows, ...(await compareImport(`a ${name}`, [bdf]))]
}

try {
  present(await compareAll())
} finally {
  peers.close()
  rmSync(folder, { recursive: true, force: true })
}
