import type { ElectrodeName } from '../domain/electrode'
import type { Examples } from '../domain/examples'
import type { Random } from '../domain/random'
import type { Hertz, Samples } from '../domain/units'
import { bandCount, motorBank } from '../model/classical/filterBank'
import { windowCovariances } from '../model/classical/trainClassical'
import type { SelectionData } from './selectors/selector'

/** Crops with their trials, before anything is computed from them. */
export interface CropTable {
  readonly candidates: readonly ElectrodeName[]
  readonly examples: Examples
  readonly trialOfExample: Int32Array
  readonly classOfTrial: Int32Array
  readonly groupOfTrial: Int32Array
  readonly classes: number
  readonly sampleRate: Hertz
  /** Of the pipeline's grid. */
  readonly hop: Samples
}

/** Computes the covariances that all selectors and classical decoders share, once. */
export function toSelectionData({ hop, ...table }: CropTable): SelectionData {
  const bank = motorBank(table.sampleRate)
  return {
    ...table,
    covariances: windowCovariances({ bank, covariance: 'empirical' }, table.examples, hop),
    covarianceSamples: table.examples.samples - bank.taps + 1,
  }
}

export const bandsOf = ({ sampleRate }: Pick<SelectionData, 'sampleRate'>): number => bandCount(motorBank(sampleRate))

/** The data of the trials that are kept, numbered anew in the same order. Signals and covariances are shared, not copied. */
export function restrictTrials(data: SelectionData, keepTrial: (trial: number) => boolean): SelectionData {
  const trials = [...data.classOfTrial.keys()].filter(keepTrial)
  const numberOf = new Map(trials.map((trial, number) => [trial, number]))
  const crops = Int32Array.from(data.trialOfExample.keys()).filter((crop) => numberOf.has(data.trialOfExample[crop]!))
  return {
    ...data,
    examples: someExamples(data.examples, crops),
    trialOfExample: crops.map((crop) => numberOf.get(data.trialOfExample[crop]!)!),
    classOfTrial: Int32Array.from(trials, (trial) => data.classOfTrial[trial]!),
    groupOfTrial: Int32Array.from(trials, (trial) => data.groupOfTrial[trial]!),
    covariances: Array.from(crops, (crop) => data.covariances[crop]!),
  }
}

/** Some of the windows, any of them several times. Stretches of signal that none lies in are left out, so that a learner does not
 *  transform them; the others are the same objects. */
export function someExamples(examples: Examples, crops: Int32Array): Examples {
  const used = [...new Set(Array.from(crops, (crop) => examples.signalOf[crop]!))]
  const placeOf = new Map(used.map((signal, place) => [signal, place]))
  return {
    ...examples,
    count: crops.length,
    signals: used.map((signal) => examples.signals[signal]!),
    signalOf: crops.map((crop) => placeOf.get(examples.signalOf[crop]!)!),
    startOf: crops.map((crop) => examples.startOf[crop]!),
  }
}

/**
 * A control: the labels of all trials change places within their group, those that will judge as well. What is left to find is what a
 * leak lets through. Were only the labels that teach exchanged, a strong signal would make whole folds right or wrong together, and
 * chance would look like more.
 */
export function shuffleLabels(data: SelectionData, random: Random): SelectionData {
  const { classOfTrial, groupOfTrial } = data
  const shuffled = classOfTrial.slice()
  for (const group of new Set(groupOfTrial)) {
    const own = [...groupOfTrial.keys()].filter((trial) => groupOfTrial[trial] === group)
    const labels = random.fork(`group ${group}`).shuffle(own.map((trial) => classOfTrial[trial]!))
    own.forEach((trial, place) => (shuffled[trial] = labels[place]!))
  }
  return { ...data, classOfTrial: shuffled }
}
