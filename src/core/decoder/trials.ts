import { gatherExamples } from '../domain/examples'
import type { TrainedModel } from '../domain/model'
import type { StreamEvent, TrialOutcome } from '../domain/session'
import type { DecoderOutput } from '../domain/signal'
import type { ClassId } from '../domain/trial'
import type { Hertz, Samples } from '../domain/units'
import type { CropSet } from '../signal/collect'
import { cropsOfTrial } from '../signal/crops'
import { toGrid, toPipelineSample } from '../signal/spec'
import { createClassifier } from './classifier'
import { toProbabilities } from './decoder'

export interface TrialDecisions {
  readonly outcomes: readonly TrialOutcome[]
  /** Trials of the model's classes without an outcome: at least one of their windows does not exist. */
  readonly leftOut: number
}

/** What a stream gave, and the cues on it. */
export interface DecodedStream {
  readonly outputs: readonly DecoderOutput[]
  /** On the source's clock. Events of other classes than the model's are no trials. */
  readonly events: readonly StreamEvent[]
  readonly sourceRate: Hertz
}

/** Decides each trial from the windows that training would have cut from it (`cropsOfTrial`). */
export function decideTrials(stream: DecodedStream, model: TrainedModel): TrialDecisions {
  const { window } = toGrid(model.pipeline)
  const byStart = new Map<Samples, Float32Array>()
  for (const { sample, probabilities } of stream.outputs) byStart.set(sample - window, probabilities)
  const trials = stream.events.filter(({ classId }) => model.classes.includes(classId))
  const outcomes = trials.flatMap(({ sample, classId }) => {
    const cue = toPipelineSample(sample, stream.sourceRate, model.pipeline)
    const crops = cropsOfTrial(cue, model.pipeline, model.crops).map((start) => byStart.get(start))
    const found = crops.filter((crop) => crop !== undefined)
    if (found.length === 0 || found.length < crops.length) return []
    return [toOutcome({ sample, classId }, found, model.classes)]
  })
  return { outcomes, leftOut: trials.length - outcomes.length }
}

/**
 * Decides the trials of a crop set: the same figures, to the bit, as streaming the recording and `decideTrials`.
 * `trials` are the cues that the crops were collected for, in that order.
 */
export function decideCrops(crops: CropSet, trials: readonly StreamEvent[], model: TrainedModel): TrialDecisions {
  const classify = createClassifier(model)
  const byTrial = new Map<number, Float32Array[]>()
  crops.trialIndex.forEach((trial, i) => {
    const probabilities = toProbabilities(classify(gatherExamples(crops.examples, Int32Array.of(i))))
    byTrial.set(trial, [...(byTrial.get(trial) ?? []), probabilities])
  })
  const outcomes = [...byTrial].map(([trial, list]) => toOutcome(trials[trial]!, list, model.classes))
  return { outcomes, leftOut: crops.leftOut.length }
}

function toOutcome(trial: StreamEvent, crops: readonly Float32Array[], classes: readonly ClassId[]): TrialOutcome {
  const probabilities = averageProbabilities(crops)
  const decided = classes[probabilities.indexOf(Math.max(...probabilities))]!
  return { cueSample: trial.sample, classId: trial.classId, decided, probabilities }
}

/** Mean of the log-probabilities (the geometric mean of the probabilities), made to sum to 1. */
export function averageProbabilities(list: readonly Float32Array[]): number[] {
  const logs = Array.from(list[0]!, (_, c) => {
    let sum = 0
    for (const probabilities of list) sum += Math.log(Math.max(probabilities[c]!, 1e-12))
    return sum / list.length
  })
  const largest = Math.max(...logs)
  const shares = logs.map((value) => Math.exp(value - largest))
  const total = shares.reduce((sum, share) => sum + share, 0)
  return shares.map((share) => share / total)
}
