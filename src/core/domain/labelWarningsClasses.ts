import type { LabelRun, LabelWarning } from './labelWarnings'
import { cuesOf, tally, toWarning } from './labelWarningsRuns'
import type { ClassId } from './trial'

/** Fewer than this of a class teach nothing. */
export const leastTrialsOfClass = 10
/** A class with less than this share of the others' middle is far behind. */
const unevenShare = 0.5

interface Counted {
  readonly run: string
  readonly counts: ReadonlyMap<ClassId, number>
}

/** Classes that are missing in a run or altogether, or have few trials. Runs of tasks that share no class do not miss each other's. */
export function classWarnings(runs: readonly LabelRun[], studyClasses: readonly ClassId[]): LabelWarning[] {
  const counted = runs
    .map((run) => ({ run: run.run, counts: tally(cuesOf(run).map(({ classId }) => classId)) }))
    .filter(({ counts }) => counts.size > 0)
  const totals = totalsOf(counted)
  return [
    ...missingInRuns(counted, [...totals.keys()]),
    ...loneClasses(counted, totals),
    ...missingAltogether(totals, studyClasses),
    ...fewTrials(totals),
    ...unevenClasses(counted, totals),
  ]
}

function totalsOf(counted: readonly Counted[]): Map<ClassId, number> {
  const totals = new Map<ClassId, number>()
  for (const { counts } of counted) for (const [id, count] of counts) totals.set(id, (totals.get(id) ?? 0) + count)
  return totals
}

/** A run misses a class when other runs have it together with one of the run's own classes. */
function missingInRuns(counted: readonly Counted[], classes: readonly ClassId[]): LabelWarning[] {
  return classes.flatMap((classId) => {
    const having = counted.filter(({ counts }) => counts.has(classId))
    const missing = counted.filter(
      ({ counts }) =>
        !counts.has(classId) && having.some((other) => [...other.counts.keys()].some((shared) => counts.has(shared))),
    )
    if (missing.length === 0) return []
    const runs = missing.map(({ run }) => run)
    const values = { runs: runs.length, others: having.length }
    return [toWarning({ kind: 'class-missing-in-run', severity: 'fair', runs, classes: [classId], values })]
  })
}

/** A study of one class tells nothing apart. */
function loneClasses(counted: readonly Counted[], totals: ReadonlyMap<ClassId, number>): LabelWarning[] {
  if (totals.size !== 1) return []
  const [[classId, count]] = [...totals] as [[ClassId, number]]
  const runs = counted.map(({ run }) => run)
  return [toWarning({ kind: 'one-class-run', severity: 'bad', runs, classes: [classId], values: { count } })]
}

function missingAltogether(totals: ReadonlyMap<ClassId, number>, studyClasses: readonly ClassId[]): LabelWarning[] {
  const missing = studyClasses.filter((classId) => !totals.has(classId))
  if (missing.length === 0 || totals.size === 0) return []
  return [toWarning({ kind: 'class-missing', severity: 'info', classes: missing, values: { classes: missing.length } })]
}

function fewTrials(totals: ReadonlyMap<ClassId, number>): LabelWarning[] {
  return [...totals]
    .filter(([, count]) => count < leastTrialsOfClass)
    .map(([classId, count]) =>
      toWarning({
        kind: 'few-trials',
        severity: 'fair',
        classes: [classId],
        values: { count, least: leastTrialsOfClass },
      }),
    )
}

/** Held against the classes that share a run with it: a task that was recorded less often is no mistake. */
function unevenClasses(counted: readonly Counted[], totals: ReadonlyMap<ClassId, number>): LabelWarning[] {
  return [...totals].flatMap(([classId, count]) => {
    const together = counted.filter(({ counts }) => counts.has(classId))
    const others = [...totals.keys()].filter((id) => id !== classId && together.some(({ counts }) => counts.has(id)))
    if (others.length === 0) return []
    const usual = middle(others.map((id) => totals.get(id)!))
    if (count >= unevenShare * usual) return []
    return [toWarning({ kind: 'uneven', severity: 'fair', classes: [classId], values: { count, usual } })]
  })
}

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
}
