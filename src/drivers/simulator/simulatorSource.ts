import type { Clock } from '../../core/domain/clock'
import type { ElectrodeName } from '../../core/domain/electrode'
import { AppError } from '../../core/domain/error'
import type { SampleSource, SourceBatch, SourceStatus } from '../../core/domain/source'
import type { ClassId } from '../../core/domain/trial'
import { samples } from '../../core/domain/units'
import { createSimulation, type Simulation } from '../../core/simulation/simulation'
import { createSimulatedSubject } from '../../core/simulation/subject'

export interface SimulatorOptions {
  /** Number of the simulated person: 1 is SIM1 of the demo study. */
  readonly subject: number
  readonly seed: number
  readonly trials: number
  /** Only these are sent; each sample equals that of the same electrode on the whole head. */
  readonly electrodes: readonly ElectrodeName[]
  /** 1 = real time, 0 = as fast as possible. */
  readonly speed: number
  readonly clock: Clock
  readonly sampleRate?: number
  /** Cued movements; all four when absent. */
  readonly classes?: readonly ClassId[]
  /** Size of the rhythms of movement; 1 when absent. */
  readonly strength?: number
  /** Slow wandering of each electrode's own level, µV; 0 when absent. */
  readonly driftMicrovolts?: number
}

/** What one poll gives at speed 0, and the most that it gives at any other, seconds. */
const stepSeconds = 0.1
const longestSeconds = 0.25

/** When samples come: all at once at speed 0, else by the clock since the start. */
function createPace({ clock, speed }: SimulatorOptions, sampleRate: number) {
  let started: { readonly wallMs: number; readonly steadyMs: number } | null = null
  const step = Math.max(1, Math.round(stepSeconds * sampleRate))
  return {
    start: () => void (started ??= { wallMs: clock.nowMs(), steadyMs: clock.monotonicMs() }),
    /** Samples that have come by now, of which `sent` were given. */
    due(sent: number): number {
      if (started === null) return sent
      if (speed === 0) return sent + step
      return Math.floor(((clock.monotonicMs() - started.steadyMs) / 1000) * speed * sampleRate)
    },
    /** Wall time at which the sample before `end` came. */
    arrivalOf(end: number): number {
      const nowMs = clock.nowMs()
      return speed === 0 || !started ? nowMs : Math.min(nowMs, started.wallMs + (end / sampleRate / speed) * 1000)
    },
  }
}

function take(simulation: Simulation, start: number, count: number, arrivedAtMs: number): SourceBatch {
  const end = start + count
  return {
    chunk: { start: samples(start), data: simulation.next(count) },
    arrivedAtMs,
    events: simulation.cues.filter((cue) => cue.sample >= start && cue.sample < end),
    lost: 0,
  }
}

/**
 * The simulated head as a device: sends the chosen electrodes sample by sample, with the cues as events, and ends after the last
 * trial. Throws AppError `input/invalid` for an unknown electrode, a speed below 0 or no trials.
 */
export function createSimulatorSource(options: SimulatorOptions): SampleSource {
  requireSound(options)
  const subject = createSimulatedSubject(options.subject, options.strength)
  const simulation = createSimulation({ ...optional(options), subject, ...pick(options) })
  const { sampleRate, sampleCount } = simulation
  const pace = createPace(options, sampleRate)
  const longest = Math.ceil(longestSeconds * sampleRate * Math.max(1, options.speed))
  let sent = 0
  let stopped = false
  const due = () => Math.min(sampleCount, pace.due(sent))
  return {
    label: `Simulator, ${subject.code}`,
    info: { channels: options.electrodes, sampleRate },
    start: async () => pace.start(),
    poll() {
      if (stopped || sent >= sampleCount) return null
      const count = Math.min(due() - sent, longest)
      if (count <= 0) return []
      const batch = take(simulation, sent, count, pace.arrivalOf(sent + count))
      sent += count
      return [batch]
    },
    status: (): SourceStatus => ({
      battery: null,
      backlog: samples(options.speed === 0 ? 0 : Math.max(0, due() - sent)),
      silentMs: 0,
      progress: sent / sampleCount,
    }),
    stop: async () => void (stopped = true),
  }
}

const pick = ({ seed, trials, electrodes }: SimulatorOptions) => ({ seed, trials, electrodes })

/** Leaves absent options absent, so that the simulation's own defaults hold. */
const optional = ({ sampleRate, classes, driftMicrovolts }: SimulatorOptions) => ({
  ...(sampleRate === undefined ? {} : { sampleRate }),
  ...(classes === undefined ? {} : { classes }),
  ...(driftMicrovolts === undefined ? {} : { driftMicrovolts }),
})

function requireSound({ speed, trials, electrodes }: SimulatorOptions): void {
  if (speed >= 0 && trials >= 1 && electrodes.length > 0) return
  throw new AppError({
    code: 'input/invalid',
    message: `The simulator needs electrodes, at least 1 trial and a speed of 0 or more; got ${electrodes.length} electrodes, ${trials} trials, speed ${speed}.`,
    hint: 'Choose electrodes first, then start again.',
    values: { electrodes: electrodes.length, trials, speed },
  })
}
