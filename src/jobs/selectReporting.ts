import type { JobContext } from '../core/domain/job'
import type { SelectionReport, SelectionRequest } from '../core/domain/training'
import type { LearnedSelection, SelectionProgress } from '../core/selection/selectionTask'
import type { Dataset } from './dataset'

/** Completes what learning tells with the names and counts of the dataset. */
export function createReporting(dataset: Dataset, request: SelectionRequest, context: JobContext<SelectionReport>) {
  const { training, heldOut, candidates } = dataset
  const frame = {
    candidates,
    neurons: request.electrodes,
    classes: request.classes,
    trainingTrials: training.trials.length,
    heldOutTrials: heldOut.trials.length,
    heldOutRuns: heldOut.recordings.map(({ run }) => run),
  }
  let totalSteps = request.steps
  return {
    report(learning: SelectionProgress): void {
      totalSteps = learning.totalSteps
      const step = learning.stage === 'selecting' ? 'select_learning' : 'select_tuning'
      context.progress({ step, done: learning.points.length, total: totalSteps })
      context.report({ ...frame, ...learning })
    },
    final({ probabilities, points }: LearnedSelection): SelectionReport {
      const report: SelectionReport = { ...frame, probabilities, points, stage: 'evaluating', totalSteps }
      context.progress({ step: 'select_judging', done: points.length, total: Math.max(totalSteps, points.length) })
      context.report(report)
      return report
    },
  }
}
