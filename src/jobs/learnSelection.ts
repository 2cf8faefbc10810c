import { setImmediate as pause } from 'node:timers/promises'
import type { BackendUse } from '../core/domain/backend'
import type { JobContext } from '../core/domain/job'
import type { SelectionReport, SelectionRequest } from '../core/domain/training'
import type { Resumption, SelectionCheckpoint } from '../core/selection/checkpoint'
import type { LearnedSelection, SelectionTask } from '../core/selection/selectionTask'
import { trainSelection } from '../core/selection/trainSelection'
import type { Dataset } from './dataset'
import type { LearningSize } from './learning/backendSource'
import type { Learning } from './learning/learning'
import { startLearning, type LearningContext } from './learning/startLearning'
import { createReporting } from './selectReporting'

export interface SelectionJobContext extends JobContext<SelectionReport>, LearningContext {
  /** Where an earlier process of this job left off, and what took it along. */
  readonly resume?: Resumption
  /** What another process would go on from; about twice a second. */
  keep?(checkpoint: SelectionCheckpoint): void
}

/** A backend that is proven here, ready to learn on. */
export interface BegunLearning {
  readonly learning: Learning
  /** What its steps and its listener are; whoever learns fills them in. */
  readonly course: { steps: number; switched(): void }
}

/** What a selection will be learned on. Throws what `startLearning` throws, before anything is prepared for it. */
export async function beginLearning(
  request: SelectionRequest,
  sizes: readonly LearningSize[],
  context: SelectionJobContext,
): Promise<BegunLearning> {
  const { lost = [], checkpoint = null } = context.resume ?? {}
  const course = { steps: checkpoint?.learning.points.length ?? 0, switched: (): void => undefined }
  const learning = await startLearning(request.backend, context, {
    ...{ sizes, lost, switches: checkpoint?.switches ?? [] },
    stepsDone: () => course.steps,
    onSwitch: () => course.switched(),
  })
  return { learning, course }
}

export interface LearnedHere {
  readonly learned: LearnedSelection
  readonly report: SelectionReport
  readonly use: BackendUse
}

interface Preparation extends BegunLearning {
  readonly dataset: Dataset
  readonly request: SelectionRequest
}

/** Learns a selection, from the start or where it left off, and reports what it runs on while it does. Ends what it learns
 *  on. Throws what `trainSelection` throws. */
export async function learnSelection(
  task: SelectionTask,
  { dataset, request, learning, course }: Preparation,
  context: SelectionJobContext,
): Promise<LearnedHere> {
  const { cancellation, resume, keep } = context
  const reporting = createReporting(dataset, request, {
    ...context,
    use: () => learning.use,
    demand: () => learning.demand,
  })
  course.switched = reporting.again
  try {
    const learned = await trainSelection(task, learning.factory, {
      cancellation,
      async pause() {
        course.steps++
        await pause()
      },
      now: () => performance.now(),
      report: reporting.report,
      resumeFrom: resume?.checkpoint?.learning ?? null,
      ...(keep && { keep: (state) => keep({ learning: state, switches: learning.use.switches }) }),
    })
    return { learned, report: reporting.final(learned), use: learning.use }
  } finally {
    learning.close()
  }
}
