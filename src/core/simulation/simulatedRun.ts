import type { Marker } from '../domain/recording'
import { samples, seconds, type Hertz } from '../domain/units'
import { cueSeconds, restSeconds } from './cues'
import { createSimulation, type SimulationSpec } from './simulation'

/** A whole simulated recording, ready to be written to a file. */
export interface SimulatedRun {
  readonly subjectCode: string
  readonly equipment: string
  readonly sampleRate: Hertz
  readonly labels: readonly string[]
  readonly data: readonly Float32Array[]
  /** Codes are the names of the classes, and `rest`. */
  readonly markers: readonly Marker[]
}

/** Makes a recording in one go. The markers tell the classes by their names. */
export function simulateRun(spec: SimulationSpec): SimulatedRun {
  const simulation = createSimulation(spec)
  const rests = simulation.schedule.rests.map((sample) => ({
    ...{ code: 'rest', sample: samples(sample), duration: seconds(restSeconds) },
  }))
  const cues = simulation.cues.map(({ sample, classId }) => ({ code: classId, sample, duration: seconds(cueSeconds) }))
  return {
    subjectCode: spec.subject.code,
    equipment: 'Sparsecap_simulator',
    sampleRate: simulation.sampleRate,
    labels: spec.electrodes,
    data: simulation.next(simulation.sampleCount),
    markers: [...rests, ...cues].sort((a, b) => a.sample - b.sample),
  }
}
