import type { ElectrodeName } from '../core/domain/electrode'
import { AppError } from '../core/domain/error'
import { motorSites, tenTwentySites } from '../core/montage/regions'
import { judgeSignal } from '../core/signal/quality'
import type { Study } from '../store/study'
import type { RunTrials } from './datasetTrials'

/** Below this many motor sites, sites from everywhere are taken. */
const enoughMotor = 6
const most = 24
const least = 2
/** Stretches of each run that are looked at, their length in seconds, and the share of bad ones that condemns a site. */
const looks = { count: 6, seconds: 4, share: 0.5 }

export interface CheckElectrodes {
  readonly electrodes: readonly ElectrodeName[]
  readonly bad: readonly ElectrodeName[]
}

/**
 * Sites on every run whose signal is sound in each: the motor ones where there are some, else up to 24, those of the 10-20 system
 * first. Throws `selection/too-few-candidates` when fewer than two are left.
 */
export async function pickCheckElectrodes(
  study: Study,
  runs: readonly RunTrials[],
  pause: () => Promise<void>,
): Promise<CheckElectrodes> {
  const everywhere = (runs[0]?.recording.electrodes ?? []).filter((site) =>
    runs.every(({ recording }) => recording.electrodes.includes(site)),
  )
  const motor = everywhere.filter((site) => motorSites.includes(site))
  const rest = everywhere.filter((site) => !motor.includes(site))
  const wanted = motor.length >= enoughMotor ? motor : [...motor, ...tenTwentyFirst(rest)].slice(0, most)
  const bad = new Set<ElectrodeName>()
  for (const { recording } of runs) {
    await pause()
    for (const site of study.badChannels.get(recording.id)) bad.add(site)
    for (const site of findBad(study, recording.id, wanted)) bad.add(site)
  }
  const electrodes = wanted.filter((site) => !bad.has(site))
  if (electrodes.length >= least) return { electrodes, bad: wanted.filter((site) => bad.has(site)) }
  throw new AppError({
    code: 'selection/too-few-candidates',
    message: `A check of labels needs at least ${least} electrodes whose signal is sound in every run, got ${electrodes.length} of ${wanted.length}.`,
    hint: 'Look at the signals on the Recordings screen, and leave out runs with poor contact.',
    values: { expected: least, got: electrodes.length },
  })
}

const tenTwentyFirst = (sites: readonly ElectrodeName[]): ElectrodeName[] => [
  ...sites.filter((site) => tenTwentySites.includes(site)),
  ...sites.filter((site) => !tenTwentySites.includes(site)),
]

function findBad(study: Study, recordingId: number, sites: readonly ElectrodeName[]): ElectrodeName[] {
  const reader = study.recordings.open(recordingId)
  const { channels, sampleRate, sampleCount } = reader.info
  const picked = sites.map((site) => channels.findIndex(({ electrode }) => electrode === site))
  const length = Math.min(sampleCount, Math.round(looks.seconds * sampleRate))
  const badLooks = sites.map(() => 0)
  for (let look = 0; look < looks.count; look++) {
    const start = Math.floor(((sampleCount - length) * look) / (looks.count - 1))
    reader.read(start, start + length, picked).forEach((signal, i) => {
      if (judgeSignal(sites[i]!, signal, sampleRate).quality === 'bad') badLooks[i]!++
    })
  }
  return sites.filter((_, i) => badLooks[i]! >= looks.share * looks.count)
}
