import { AppError } from '../../core/domain/error'
import type { RecordingSummary } from '../../core/domain/recording'
import type { SelectionRequest } from '../../core/domain/training'
import { movementClasses } from '../../core/domain/trial'
import { movementSources } from '../../core/montage/regions'
import { withNeighbours } from '../../core/montage/grid'
import type { Study } from '../../store/study'

/** How many electrodes the demo chooses. */
export const demoElectrodes = 8

/** Runs of one subject that share their classes. */
export interface Task {
  readonly subject: string
  readonly classes: readonly string[]
  readonly recordings: readonly RecordingSummary[]
}

/**
 * The classes with most runs that share them, of one subject or of any. Imagined movement goes before executed; at equal
 * counts both fists against both feet before left against right, since one midline and two lateral areas are easier told
 * apart. Null when no two runs of a subject share two classes.
 */
export const bestTask = (study: Study, subject?: string): Task | null =>
  groupsOf(study)
    .filter((task) => subject === undefined || task.subject === subject)
    .sort(compare)[0] ?? null

/** What the demo asks of a study: its best task. Throws `selection/too-few-trials` when there is none. */
export function planDemo(study: Study, seed: number, steps: number): SelectionRequest {
  const best = bestTask(study)
  if (!best) throw noTask()
  return {
    subject: best.subject,
    recordingIds: best.recordings.map(({ id }) => id),
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

function groupsOf(study: Study): Task[] {
  const groups = new Map<string, { subject: string; classes: string[]; recordings: RecordingSummary[] }>()
  for (const recording of study.recordings.list()) {
    const meant = new Set(study.eventMaps.get(recording.id).meanings.map(({ classId }) => classId))
    const classes = movementClasses.filter((id) => meant.has(id))
    if (classes.length < 2) continue
    const key = [recording.subject, executed(recording), ...classes].join(' ')
    const group = groups.get(key) ?? { subject: recording.subject, classes, recordings: [] }
    group.recordings.push(recording)
    groups.set(key, group)
  }
  return [...groups.values()].filter(({ recordings }) => recordings.length >= 2)
}

const executed = ({ task }: RecordingSummary): number => (task?.startsWith('executed') ? 1 : 0)

const compare = (a: Task, b: Task): number =>
  executed(a.recordings[0]!) - executed(b.recordings[0]!) ||
  b.classes.length - a.classes.length ||
  b.recordings.length - a.recordings.length ||
  Number(b.classes.includes('both-feet')) - Number(a.classes.includes('both-feet')) ||
  a.subject.localeCompare(b.subject)

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
