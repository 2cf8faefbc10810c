import type { ClassId } from './trial'
import { movementClasses } from './trial'

/** A run as its labels show it. */
export interface LabelledRun {
  readonly id: number
  /** Identifier of the task where a rule knows it (`imagined-left-right`), else null. */
  readonly task: string | null
  /** Cues by class. */
  readonly counts: Readonly<Record<ClassId, number>>
}

/** Runs of one task that cue exactly these classes: executed and imagined movements are two tasks. Rest is no class to tell
 *  apart by itself. */
export interface TaskGroup {
  readonly task: string | null
  readonly classes: readonly ClassId[]
  /** In the order of the runs. */
  readonly recordingIds: readonly number[]
  readonly trials: number
}

/** The tasks of one subject's runs, the one to ask about by default first. The window and the command line ask about the same. */
export function taskGroups(runs: readonly LabelledRun[]): TaskGroup[] {
  const groups = new Map<string, TaskGroup>()
  for (const { id, task, counts } of runs) {
    const classes = cuedClasses(counts)
    if (classes.length < 2) continue
    const key = JSON.stringify([task, ...classes.toSorted()])
    const known = groups.get(key) ?? { task, classes, recordingIds: [], trials: 0 }
    groups.set(key, {
      ...known,
      recordingIds: [...known.recordingIds, id],
      trials: known.trials + classes.reduce((sum, classId) => sum + counts[classId]!, 0),
    })
  }
  return [...groups.values()].sort(compareTasks)
}

/**
 * Which of two tasks to ask about by default: imagined before executed, since a session decodes imagined movement; more runs;
 * feet against hands before left against right, since one midline and two lateral areas are easier told apart; more trials.
 */
export const compareTasks = (a: TaskGroup, b: TaskGroup): number =>
  executed(a) - executed(b) || b.recordingIds.length - a.recordingIds.length || feet(b) - feet(a) || b.trials - a.trials

/** Classes with a cue, without rest: the movements in their order, then others as they come. */
export const cuedClasses = (counts: Readonly<Record<ClassId, number>>): ClassId[] =>
  Object.keys(counts)
    .filter((classId) => counts[classId]! > 0 && classId !== 'rest')
    .sort((a, b) => placeOf(a) - placeOf(b))

const movements: readonly ClassId[] = movementClasses
const placeOf = (classId: ClassId): number =>
  movements.includes(classId) ? movements.indexOf(classId) : movements.length

const executed = ({ task }: TaskGroup): number => (task?.startsWith('executed') ? 1 : 0)
const feet = ({ classes }: TaskGroup): number => Number(classes.includes('both-feet'))
