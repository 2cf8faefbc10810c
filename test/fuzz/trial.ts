import { AppError } from '../../src/core/domain/error'
import { createRandom, type Random } from '../../src/core/domain/random'
import type { OpenOptions } from '../../src/core/formats/reader'
import { openRecording } from '../../src/core/formats/registry'
import { memorySource, type FileNeighbours } from '../../src/core/formats/source'
import { allocationsOf } from './allocations'
import { mutate } from './mutate'
import type { Sample } from './samples'

export type Verdict = 'read' | 'refused'

const slowestMs = 2000
/** Values that are asked for at most: a damaged header may promise hours of held samples. */
const valuesAsked = 1 << 20

/** The file, its companions, or both are damaged; now and then a companion is not there. */
function damagedFiles(sample: Sample, dice: Random): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>([[sample.name, sample.bytes], ...sample.companions])
  const own = sample.companions.size === 0 || dice.next() < 0.6
  if (own) files.set(sample.name, mutate(sample.bytes, dice, sample.head))
  for (const [name, bytes] of sample.companions) {
    if (dice.next() < 0.4 || !own) files.set(name, mutate(bytes, dice, bytes.length))
    if (dice.next() < 0.03) files.delete(name)
  }
  return files
}

function neighboursOf(files: ReadonlyMap<string, Uint8Array>): FileNeighbours {
  const open = (name: string) => {
    const bytes = files.get(name)
    return bytes ? memorySource(name, bytes) : null
  }
  return { open, names: [...files.keys()].sort() }
}

function demand(holds: boolean, what: string): void {
  if (!holds) throw new Error(what)
}

/** All that a recording claims of itself holds. */
function readAll(files: ReadonlyMap<string, Uint8Array>, name: string, options: OpenOptions): void {
  const reader = openRecording(memorySource(name, files.get(name)!), neighboursOf(files), options)
  const { sampleCount, sampleRate, channels, markers, gaps = [], problems } = reader.info
  demand(
    channels.length > 0 && Number.isInteger(sampleCount) && sampleCount > 0,
    `${channels.length} channels of ${sampleCount} samples`,
  )
  demand(Number.isFinite(sampleRate) && sampleRate > 0, `${sampleRate} hertz`)
  for (const { sample } of markers)
    demand(Number.isInteger(sample) && sample >= 0 && sample < sampleCount, `a marker at ${sample} of ${sampleCount}`)
  for (const { start, length } of gaps)
    demand(
      start >= 0 && length >= 0 && start + length <= sampleCount,
      `a gap of ${length} at ${start} of ${sampleCount}`,
    )
  for (const { message } of problems) demand(message.length > 0, 'a problem without a sentence')
  const most = Math.min(sampleCount, Math.max(1, Math.floor(valuesAsked / channels.length)))
  for (const from of new Set([0, sampleCount - most])) {
    const data = reader.read(from as typeof sampleCount, (from + most) as typeof sampleCount)
    demand(data.length === channels.length, `${data.length} arrays of ${channels.length} channels`)
    data.forEach((one) => demand(one.length === most, `${one.length} samples of ${most}`))
  }
}

/**
 * One damaged copy is read, or refused in words. Throws for everything else: another exception, lengths that are not as
 * claimed, more than two seconds, more memory than four times the file and 64 MB. The same seed is the same damage.
 */
export function tryDamaged(samples: readonly Sample[], seed: number, options: OpenOptions): Verdict {
  const dice = createRandom(seed)
  const sample = pick(samples, dice)
  const files = damagedFiles(sample, dice)
  const bytes = [...files.values()].reduce((sum, one) => sum + one.length, 0)
  const startedAtMs = performance.now()
  try {
    allocationsOf(4 * bytes + (64 << 20), () => readAll(files, sample.name, options))
    return 'read'
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw new Error(`${sample.name}: ${String(thrown)}`, { cause: thrown })
    const { code, message, hint } = thrown.data
    demand(
      Boolean(code && message && hint) && code !== 'internal',
      `${sample.name}: refused without code, message or hint: ${JSON.stringify(thrown.data)}`,
    )
    return 'refused'
  } finally {
    const ms = performance.now() - startedAtMs
    if (ms > slowestMs) throw new Error(`${sample.name}: took ${Math.round(ms)} ms`)
  }
}

function pick(samples: readonly Sample[], dice: Random): Sample {
  const sum = samples.reduce((total, { weight }) => total + weight, 0)
  let left = dice.next() * sum
  return samples.find(({ weight }) => (left -= weight) < 0) ?? samples[0]!
}
