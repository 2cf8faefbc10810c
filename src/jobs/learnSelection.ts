import { setImmediate as pause } from 'node:timers/promises'
import type { BackendUse } from '../core/domain/backend'
import type { JobContext } from '../core/domain/job'
import type { SelectionReport, SelectionRequest } from '../core/domain/training'
import type { LearnedSelection, SelectionTask } from '../core/selection/selectionTask'
import { trainSelection } from '../core/selection/trainSelection'
import type { Dataset } from './dataset'
import { startLearning, type LearningContext } from './learning/startLearning'
import { createReporting } from './selectReporting'

export interface LearnedHere {
  readonly learned: LearnedSelection
  readonly report: SelectionReport
  readonly use: BackendUse
}

/** Learns a selection on this machine, and reports what it runs on while it does. Throws what `startLearning` and
 *  `trainSelection` throw. */
export async function learnSelection(
  task: SelectionTask,
  { dataset, request }: { dataset: Dataset; request: SelectionRequest },
  context: JobContext<SelectionReport> & LearningContext,
): Promise<LearnedHere> {
  let steps = 0
  const events = { stepsDone: () => steps, onSwitch: () => reporting.again() }
  const learning = await startLearning(request.backend, context, events)
  const reporting = createReporting(dataset, request, { ...context, use: () => learning.use })
  try {
    const learned = await trainSelection(task, learning.factory, {
      cancellation: context.cancellation,
      async pause() {
        steps++
        await pause()
      },
      now: () => performance.now(),
      report: reporting.report,
    })
    return { learned, report: reporting.final(learned), use: learning.use }
  } finally {
    learning.close()
  }
}
