import type { ElectrodeName } from '../../src/core/domain/electrode'
import { separateExamples } from '../../src/core/domain/examples'
import { createRandom } from '../../src/core/domain/random'
import { toSelectionData } from '../../src/core/selection/selectionData'
import type { SelectionData } from '../../src/core/selection/selectors/selector'

export interface Planted {
  readonly candidates: readonly ElectrodeName[]
  /** Candidates that carry a rhythm whose strength depends on the class. */
  readonly sites: readonly ElectrodeName[]
  /** Is planted site `place` weak in a class? Left out: site i in class i (modulo the classes). */
  readonly isWeak?: (place: number, label: number) => boolean
  readonly classes?: number
  readonly trialsPerRun?: number
  readonly runs?: number
  /** Two a trial, half a second apart. */
  readonly samples?: number
  readonly strength?: number
  /** Amplitude of the noise that all sites have in common, which a second site helps to take away. */
  readonly common?: number
  readonly seed?: number
}

/** Signals at 160 Hz: noise of all sites in common and of each alone, and 12 Hz at the planted sites, as a movement would have it. */
export function plantedData(wish: Planted): SelectionData {
  const {
    candidates,
    sites,
    classes = 2,
    trialsPerRun = 12,
    runs = 3,
    samples = 240,
    strength = 1.5,
    common: shared = 0.5,
    seed = 1,
  } = wish
  const { isWeak = (place: number, label: number) => label === place % classes } = wish
  const random = createRandom(seed)
  const trials = trialsPerRun * runs
  const length = samples + 80
  const signals = Array.from({ length: trials }, (_, trial) => {
    const signal = new Float32Array(candidates.length * length)
    const common = Float64Array.from({ length }, () => random.normal())
    candidates.forEach((name, channel) => {
      const place = sites.indexOf(name)
      const size = place < 0 ? 0.7 : isWeak(place, trial % classes) ? 0.3 : strength
      const phase = 2 * Math.PI * random.next()
      const level = size * (0.8 + 0.4 * random.next())
      for (let t = 0; t < length; t++) {
        const wave = level * Math.sin((2 * Math.PI * 12 * t) / 160 + phase)
        signal[channel * length + t] = shared * common[t]! + random.normal() + wave
      }
    })
    return signal
  })
  const crops = 2 * trials
  return toSelectionData({
    candidates,
    examples: {
      ...separateExamples(new Float32Array(), candidates.length, samples),
      count: crops,
      signals,
      signalOf: Int32Array.from({ length: crops }, (_, crop) => crop >> 1),
      startOf: Int32Array.from({ length: crops }, (_, crop) => (crop % 2) * 80),
    },
    trialOfExample: Int32Array.from({ length: crops }, (_, crop) => crop >> 1),
    classOfTrial: Int32Array.from({ length: trials }, (_, trial) => trial % classes),
    groupOfTrial: Int32Array.from({ length: trials }, (_, trial) => Math.floor(trial / trialsPerRun)),
    classes,
    sampleRate: 160,
    hop: 10,
  })
}
