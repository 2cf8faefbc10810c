import { AppError } from '../../core/domain/error'
import { compareTasks, type TaskGroup } from '../../core/domain/taskGroups'
import type { SelectionRequest } from '../../core/domain/training'
import { movementSources } from '../../core/montage/regions'
import { withNeighbours } from '../../core/montage/grid'
import type { Study } from '../../store/study'
import { tasksOf } from '../tasks'

/** How many electrodes the demo chooses. */
export const demoElectrodes = 8

/** What the demo asks of a study: its best task. Throws `selection/too-few-trials` when there is none. */
export function planDemo(study: Study, seed: number, steps: number): SelectionRequest {
  const best = bestTask(study)
  if (!best) throw noTask()
  return {
    subject: best.subject,
    recordingIds: best.recordingIds,
    classes: best.classes,
    electrodes: demoElectrodes,
    candidates: [],
    keep: [],
    avoid: [],
    seed,
    steps,
    shuffleLabels: false,
  }
}

/** Of whichever subject; null when no two runs of one share two classes. */
function bestTask(study: Study): (TaskGroup & { readonly subject: string }) | null {
  const subjects = [...new Set(study.recordings.list().map(({ subject }) => subject))].sort()
  const tasks = subjects.flatMap((subject) => tasksOf(study, subject).map((task) => ({ ...task, subject })))
  return tasks.filter(({ recordingIds }) => recordingIds.length >= 2).sort(compareTasks)[0] ?? null
}

/** How many of the electrodes are C3, C4, Cz or a direct neighbour in front, behind, left or right of one. */
export function countNearSource(electrodes: readonly string[]): number {
  const near = new Set(movementSources.flatMap((source) => withNeighbours(source)))
  return electrodes.filter((name) => near.has(name)).length
}

const noTask = (): AppError =>
  new AppError({
    code: 'selection/too-few-trials',
    message: 'No two recordings of one subject share two classes of movement.',
    hint: 'The demo needs at least two runs of one task, such as S001R06.edf and S001R10.edf.',
  })
