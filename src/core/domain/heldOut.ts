import type { ClassId } from './trial'

/**
 * The runs at the end that judge a choice: the last one, and as many before it as it takes for every class to be among
 * them. In EEGMMIDB no run has all four movements, so two are held out there. Runs come in order of time; all of them
 * when even they lack a class.
 */
export function runsHeldOut<Run>(
  runs: readonly Run[],
  classes: readonly ClassId[],
  has: (run: Run, classId: ClassId) => boolean,
): readonly Run[] {
  for (let count = 1; count < runs.length; count++) {
    const last = runs.slice(-count)
    if (classes.every((classId) => last.some((run) => has(run, classId)))) return last
  }
  return runs
}
