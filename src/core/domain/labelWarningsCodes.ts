import type { LabelRun, LabelWarning } from './labelWarnings'
import { meaningIn, tally, toWarning } from './labelWarningsRuns'
import type { ClassId } from './trial'

/** Codes that mean two things, the same thing twice, something else than the rule says, or nothing. */
export function codeWarnings(runs: readonly LabelRun[]): LabelWarning[] {
  return [...twoMeanings(runs), ...againstRule(runs), ...twoCodes(runs), ...similarNames(runs), ...notMapped(runs)]
}

const codesIn = ({ markers }: LabelRun): string[] => [...new Set(markers.map(({ code }) => code))].sort()
/** Classes that a code has, over all runs that use it. */
const meaningsOf = (runs: readonly LabelRun[], code: string): ClassId[] => [
  ...new Set(runs.filter((run) => codesIn(run).includes(code)).flatMap((run) => meaningIn(run, code) ?? [])),
]
const followsRule = (run: LabelRun, code: string): boolean =>
  run.rule.source !== 'none' && meaningIn({ map: run.rule }, code) === meaningIn(run, code)

/** One warning for all codes whose meaning changes between the same runs: T1 and T2 of EEGMMIDB do so together, and rightly. */
function twoMeanings(runs: readonly LabelRun[]): LabelWarning[] {
  const groups = new Map<string, LabelWarning>()
  for (const code of new Set(runs.flatMap(codesIn))) {
    const using = runs.filter((run) => codesIn(run).includes(code) && meaningIn(run, code))
    const classes = [...new Set(using.map((run) => meaningIn(run, code)!))]
    if (classes.length < 2) continue
    const known = using.every((run) => followsRule(run, code))
    const key = `${using.map(({ run }) => run).join(' ')} ${known}`
    const before = groups.get(key)
    const part = { kind: 'two-meanings' as const, severity: known ? ('info' as const) : ('fair' as const) }
    groups.set(
      key,
      toWarning({
        ...part,
        runs: using.map(({ run }) => run),
        codes: [...(before?.codes ?? []), code].sort(),
        classes: [...new Set([...(before?.classes ?? []), ...classes])],
        values: { known: known ? 1 : 0, runs: using.length },
      }),
    )
  }
  return [...groups.values()]
}

/** Mapped by a person to something else than the known rule for this file has. */
function againstRule(runs: readonly LabelRun[]): LabelWarning[] {
  const found = runs.flatMap((run) =>
    run.rule.source === 'none'
      ? []
      : codesIn(run).flatMap((code) => {
          const [meant, ruled] = [meaningIn(run, code) ?? null, meaningIn({ map: run.rule }, code) ?? null]
          return meant === ruled ? [] : [{ run: run.run, code, classes: [meant, ruled] }]
        }),
  )
  const byCode = new Map<string, { runs: string[]; classes: (ClassId | null)[] }>()
  for (const { run, code, classes } of found) {
    const key = JSON.stringify([code, ...classes])
    byCode.set(key, { runs: [...(byCode.get(key)?.runs ?? []), run], classes })
  }
  return [...byCode].map(([key, { runs: names, classes }]) =>
    toWarning({
      kind: 'against-rule',
      severity: 'fair',
      runs: names,
      codes: [(JSON.parse(key) as string[])[0]!],
      // The meaning now, then that of the rule; an empty name is "not used".
      classes: classes.map((classId) => classId ?? ''),
      values: { runs: names.length },
    }),
  )
}

/**
 * Two codes for one class within a run, or one code in some runs and another in others; not where a code changes its meaning
 * between runs, which is said as such.
 */
function twoCodes(runs: readonly LabelRun[]): LabelWarning[] {
  const codesOfClass = new Map<ClassId, Map<string, string[]>>()
  for (const run of runs) {
    for (const code of codesIn(run)) {
      const classId = meaningIn(run, code)
      if (!classId) continue
      const codes = codesOfClass.get(classId) ?? new Map<string, string[]>()
      codesOfClass.set(classId, codes.set(code, [...(codes.get(code) ?? []), run.run]))
    }
  }
  return [...codesOfClass]
    .filter(([, codes]) => codes.size > 1)
    .flatMap(([classId, codes]) => {
      const within = runs.filter(({ run }) => [...codes.values()].filter((names) => names.includes(run)).length > 1)
      const names = new Set([...codes.values()].flat())
      if (within.length === 0 && [...codes.keys()].some((code) => meaningsOf(runs, code).length > 1)) return []
      return toWarning({
        kind: 'two-codes',
        severity: within.length > 0 ? 'fair' : 'info',
        runs: runs.map(({ run }) => run).filter((run) => names.has(run)),
        codes: [...codes.keys()].sort(),
        classes: [classId],
        values: { codes: codes.size, within: within.length },
      })
    })
}

/** Class names that differ in case, spaces or dashes alone. */
function similarNames(runs: readonly LabelRun[]): LabelWarning[] {
  const plain = (classId: ClassId): string => classId.toLowerCase().replace(/[\s_-]+/g, '')
  const groups = new Map<string, Set<ClassId>>()
  for (const run of runs) {
    for (const code of codesIn(run)) {
      const classId = meaningIn(run, code)
      if (classId) groups.set(plain(classId), (groups.get(plain(classId)) ?? new Set()).add(classId))
    }
  }
  return [...groups.values()]
    .filter((names) => names.size > 1)
    .map((names) => {
      const having = runs.filter((run) => codesIn(run).some((code) => names.has(meaningIn(run, code) ?? '')))
      return toWarning({
        kind: 'similar-names',
        severity: 'bad',
        runs: having.map(({ run }) => run),
        classes: [...names],
      })
    })
}

/** Codes that nobody gave a class, unless a rule knows that they are not used; and runs where no code has one. */
function notMapped(runs: readonly LabelRun[]): LabelWarning[] {
  const blank = runs.filter((run) => codesIn(run).every((code) => !meaningIn(run, code)) && !restsByRule(run))
  const warnings = blank.map((run) =>
    toWarning({
      kind: 'nothing-mapped',
      severity: 'bad',
      runs: [run.run],
      codes: codesIn(run),
      values: { count: run.markers.length },
    }),
  )
  const open = new Map<string, { runs: string[]; count: number; known: boolean }>()
  for (const run of runs.filter((one) => !blank.includes(one))) {
    for (const [code, count] of tally(run.markers.map((marker) => marker.code))) {
      if (meaningIn(run, code) || followsRule(run, code)) continue
      const before = open.get(code)
      const known = (before?.known ?? true) && meaningIn(run, code) === null && run.map.source === 'person'
      open.set(code, { runs: [...(before?.runs ?? []), run.run], count: (before?.count ?? 0) + count, known })
    }
  }
  for (const [code, { runs: names, count, known }] of open) {
    const severity = known ? 'info' : 'fair'
    warnings.push(toWarning({ kind: 'not-mapped', severity, runs: names, codes: [code], values: { count } }))
  }
  return warnings
}

/** A run of rest: the rule knows all of its codes and uses none. */
const restsByRule = (run: LabelRun): boolean =>
  run.rule.source !== 'none' && codesIn(run).every((code) => followsRule(run, code))
