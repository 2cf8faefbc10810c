import type { ElectrodeName } from '../domain/electrode'
import type { Examples } from '../domain/examples'
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

/** The same data with some of its trials, numbered anew in the order given; signals and covariances are shared, not copied. */
export function restrictTrials(data: SelectionData, trials: readonly number[]): SelectionData {
  const placeOf = new Map(trials.map((trial, place) => [trial, place]))
  const crops = Int32Array.from(
    [...data.trialOfExample.keys()].filter((crop) => placeOf.has(data.trialOfExample[crop]!)),
  )
  return {
    ...data,
    examples: {
      ...data.examples,
      count: crops.length,
      signalOf: crops.map((crop) => data.examples.signalOf[crop]!),
      startOf: crops.map((crop) => data.examples.startOf[crop]!),
    },
    trialOfExample: crops.map((crop) => placeOf.get(data.trialOfExample[crop]!)!),
    classOfTrial: Int32Array.from(trials, (trial) => data.classOfTrial[trial]!),
    groupOfTrial: Int32Array.from(trials, (trial) => data.groupOfTrial[trial]!),
    covariances: Array.from(crops, (crop) => data.covariances[crop]!),
  }
}
