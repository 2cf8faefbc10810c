import type { SelectionData } from '../selectors/selector'

/** Which trials teach. */
export interface Teaching {
  readonly training: readonly number[]
  /** Those of the person whom the decoder is for, where others teach too: they weigh as much as all others together. */
  readonly own?: readonly number[]
}

/** Crops of each trial, in order of time. */
export function cropsOfTrials({ trialOfExample, classOfTrial }: SelectionData): number[][] {
  const crops = Array.from(classOfTrial, (): number[] => [])
  trialOfExample.forEach((trial, crop) => crops[trial]!.push(crop))
  return crops
}

/**
 * The crops that teach. Where a person's own trials stand beside others', crops of the smaller side come several times, evenly
 * spread, until there are as many of either: each half weighs equally. The own ones stand last.
 */
export function teachingCrops(cropsOf: readonly (readonly number[])[], { training, own }: Teaching): number[] {
  const crops = (trials: readonly number[]): number[] => trials.flatMap((trial) => cropsOf[trial]!)
  const mine = new Set(own)
  const others = crops(training.filter((trial) => !mine.has(trial)))
  const ours = crops(training.filter((trial) => mine.has(trial)))
  if (ours.length === 0 || others.length === 0) return crops(training)
  const each = Math.max(ours.length, others.length)
  return [...spread(others, each), ...spread(ours, each)]
}

const spread = (crops: readonly number[], wanted: number): number[] =>
  Array.from({ length: wanted }, (_, i) => crops[Math.floor((i * crops.length) / wanted)]!)
