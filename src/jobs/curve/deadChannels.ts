import { setImmediate as pause } from 'node:timers/promises'
import type { LeftOutSite } from '../../core/domain/curve'
import type { ElectrodeName } from '../../core/domain/electrode'
import type { Cancellation } from '../../core/domain/job'
import { samples } from '../../core/domain/units'
import type { RecordingReader } from '../../core/formats/reader'
import { defaultCrops } from '../../core/signal/defaults'
import type { Study } from '../../store/study'
import type { RunTrials } from '../datasetTrials'
import { cancelled } from './cancelled'

/** Seconds that are read at once. */
const readSeconds = 16

/**
 * Sites that carry nothing in one of the runs: what came was no number, or did not change for all of a trial. Each once, with the
 * first run where it was so. What all channels lack together is a gap of the recording and no fault of a site.
 * Throws `job/cancelled`, `file/…`.
 */
export async function findDeadSites(
  study: Study,
  runs: readonly RunTrials[],
  { sites, cancellation }: { readonly sites: readonly ElectrodeName[]; readonly cancellation: Cancellation },
): Promise<LeftOutSite[]> {
  const found = new Map<ElectrodeName, LeftOutSite>()
  for (const { recording, trials } of runs) {
    const reader = study.recordings.open(recording.id)
    const channels = sites.map((site) => reader.info.channels.findIndex(({ electrode }) => electrode === site))
    const broken = await brokenChannels(reader, channels, cancellation)
    const stretches = trials.map(({ cueSample }) => cueSample)
    const constant = constantChannels(reader, channels, stretches)
    sites.forEach((site, i) => {
      if (found.has(site) || !(broken[i] || constant[i])) return
      found.set(site, { site, reason: broken[i] ? 'not-finite' : 'constant', run: recording.run })
    })
  }
  return [...found.values()]
}

/** Channels with a sample that is no number where another channel has one. */
async function brokenChannels(
  reader: RecordingReader,
  channels: readonly number[],
  cancellation: Cancellation,
): Promise<boolean[]> {
  const broken = channels.map(() => false)
  const { sampleCount, sampleRate } = reader.info
  const step = Math.round(readSeconds * sampleRate)
  for (let from = 0; from < sampleCount; from += step) {
    if (cancellation.requested) throw cancelled()
    const block = reader.read(samples(from), samples(Math.min(sampleCount, from + step)), channels)
    block.forEach((signal, channel) => {
      if (broken[channel] || signal.every(Number.isFinite)) return
      broken[channel] = signal.some(
        (value, i) => !Number.isFinite(value) && block.some((other) => Number.isFinite(other[i])),
      )
    })
    await pause()
  }
  return broken
}

/** Channels that do not change in a trial in which others do. */
function constantChannels(reader: RecordingReader, channels: readonly number[], cues: readonly number[]): boolean[] {
  const constant = channels.map(() => false)
  const { sampleRate, sampleCount } = reader.info
  for (const cue of cues) {
    const from = cue + Math.round(defaultCrops.from * sampleRate)
    const to = Math.min(sampleCount, cue + Math.round(defaultCrops.to * sampleRate))
    if (to - from < 2) continue
    const block = reader.read(samples(from), samples(to), channels)
    const still = block.map((signal) => signal.every((value) => value === signal[0]))
    if (still.includes(false)) still.forEach((isStill, channel) => (constant[channel] ||= isStill))
  }
  return constant
}
