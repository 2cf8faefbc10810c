import type { BackendUse } from '../core/domain/backend'
import type { JobContext } from '../core/domain/job'
import type { LearningDemand, SelectionReport, SelectionRequest } from '../core/domain/training'
import type { LearnedSelection, SelectionProgress } from '../core/selection/selectionTask'
import type { Dataset } from './dataset'

interface ReportingContext extends JobContext<SelectionReport> {
  /** What is learned on now. */
  use(): BackendUse
  /** Memory that it takes; `null` where that is not known. */
  demand(): LearningDemand | null
}

/** Completes what learning tells with the names and counts of the dataset, and with what it runs on. */
export function createReporting(dataset: Dataset, request: SelectionRequest, context: ReportingContext) {
  const { training, heldOut, candidates } = dataset
  const frame = {
    candidates,
    neurons: request.electrodes,
    classes: request.classes,
    trainingTrials: training.trials.length,
    heldOutTrials: heldOut.trials.length,
    heldOutRuns: heldOut.recordings.map(({ run }) => run),
  }
  const machine = (): Pick<SelectionReport, 'learnedOn' | 'memory'> => {
    const memory = context.demand()
    return { learnedOn: context.use(), ...(memory && { memory }) }
  }
  let last: SelectionProgress | null = null
  return {
    /** What was reported last, on the backend that runs now. */
    again(): void {
      if (last) context.report({ ...frame, ...last, ...machine() })
    },
    report(learning: SelectionProgress): void {
      const step = learning.stage === 'selecting' ? 'select_learning' : 'select_tuning'
      context.progress({ step, done: learning.points.length, total: learning.totalSteps })
      context.report({ ...frame, ...learning, ...machine() })
      last = learning
    },
    final({ probabilities, points }: LearnedSelection): SelectionReport {
      // However early it ended, this is all there is: nothing is left to come.
      const state = { probabilities, points, stage: 'evaluating', totalSteps: points.length } as const
      const report: SelectionReport = { ...frame, ...state, ...machine() }
      context.progress({ step: 'select_judging', done: points.length, total: points.length })
      context.report(report)
      return report
    },
  }
}
