import type { AccuracyFigure, TrainedModel } from '../../core/domain/model'
import type { StreamEvent, TrialOutcome } from '../../core/domain/session'
import type { DecoderOutput, SourceInfo } from '../../core/domain/signal'
import type { ClassId } from '../../core/domain/trial'
import type { Samples } from '../../core/domain/units'
import { decideTrials } from '../../core/decoder/trials'
import { accuracyFigure, confusionMatrix } from '../../core/evaluation/accuracy'
import { cropsOfTrial } from '../../core/signal/crops'
import { toGrid, toPipelineSample } from '../../core/signal/spec'

/** Decides each cued trial as soon as the last of its windows is there. */
export interface TrialWatch {
  event(event: StreamEvent): void
  output(output: DecoderOutput): void
  result(): {
    readonly accuracy: AccuracyFigure | null
    readonly confusion: readonly (readonly number[])[] | null
    readonly trials: readonly TrialOutcome[]
  }
}

interface Pending {
  readonly event: StreamEvent
  /** End of the trial's last window, on the pipeline's clock. */
  readonly end: Samples
}

export function createTrialWatch(
  model: TrainedModel,
  { sampleRate }: SourceInfo,
  decided: (outcome: TrialOutcome, soFar: AccuracyFigure) => void,
): TrialWatch {
  const { pipeline, crops, classes } = model
  const { window } = toGrid(pipeline)
  const kept = (crops.to + pipeline.window + 1) * pipeline.sampleRate
  const trials: TrialOutcome[] = []
  let pending: Pending[] = []
  let outputs: DecoderOutput[] = []

  const endOf = ({ sample }: StreamEvent): Samples => {
    const starts = cropsOfTrial(toPipelineSample(sample, sampleRate, pipeline), pipeline, crops)
    return (starts.at(-1) ?? 0) + window
  }
  const decide = ({ event }: Pending): void => {
    const { outcomes } = decideTrials({ outputs, events: [event], sourceRate: sampleRate }, model)
    for (const outcome of outcomes) {
      trials.push(outcome)
      decided(outcome, accuracy())
    }
  }
  const guesses = (): ClassId[] => trials.map((trial) => trial.decided)
  const truth = (): ClassId[] => trials.map((trial) => trial.classId)
  const accuracy = (): AccuracyFigure => accuracyFigure(guesses(), truth(), classes)
  return {
    event(event) {
      if (classes.includes(event.classId)) pending.push({ event, end: endOf(event) })
    },
    output(output) {
      outputs.push(output)
      const due = pending.filter(({ end }) => end <= output.sample)
      due.forEach(decide)
      if (due.length > 0) pending = pending.filter(({ end }) => end > output.sample)
      if (outputs[0]!.sample < output.sample - 2 * kept) {
        outputs = outputs.filter(({ sample }) => sample >= output.sample - kept)
      }
    },
    result: () => ({
      accuracy: trials.length === 0 ? null : accuracy(),
      confusion: trials.length === 0 ? null : confusionMatrix(guesses(), truth(), classes),
      trials,
    }),
  }
}
