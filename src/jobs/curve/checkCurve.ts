import type { CurvePlan } from '../../core/domain/curve'
import type { ElectrodeName } from '../../core/domain/electrode'
import { AppError } from '../../core/domain/error'
import { minimumTrialsPerClass } from '../../core/selection/checks'
import type { SiteRules } from '../../core/selection/constraints'
import type { RunTrials } from '../datasetTrials'

/** Throws `selection/…` for subjects, runs and classes that cannot answer a plan, with what would be needed. */
export function checkQuestion(plan: CurvePlan, runs: readonly RunTrials[]): void {
  checkSubjects(plan, runs)
  checkClasses(plan, runs)
  if (plan.scheme === 'tuned') for (const subject of plan.subjects) checkOwnRuns(subject, plan, runs)
}

/** Throws `selection/…` for sizes and sets that these sites cannot give. */
export function checkSites(
  plan: CurvePlan,
  { rules, sites }: { readonly rules: SiteRules; readonly sites: readonly ElectrodeName[] },
): void {
  checkSizes(plan, rules)
  checkOwnSets(plan, sites)
}

function checkSubjects({ scheme, subjects }: CurvePlan, runs: readonly RunTrials[]): void {
  const found = [...new Set(runs.map(({ recording }) => recording.subject))]
  const strangers = found.filter((subject) => !subjects.includes(subject))
  if (strangers.length > 0) {
    throw new AppError({
      code: 'selection/conflict',
      message: `Electrodes are chosen for ${subjects.join(', ')}, but a chosen recording is of ${strangers.join(', ')}`,
      hint: 'Choose recordings of these subjects alone.',
      values: { found: strangers.join(', '), wanted: subjects.join(', ') },
    })
  }
  const across = scheme === 'subjects' || scheme === 'tuned'
  if (across && found.length < 2) {
    throw tooFew(`A choice across subjects needs at least two of them, got ${found.length}.`, {
      hint: 'Add recordings of another subject, or choose within this one, across runs.',
      values: { subjects: found.length },
    })
  }
  if (!across && found.length > 1) {
    throw new AppError({
      code: 'selection/conflict',
      message: `A choice within a subject takes one subject at a time, got ${found.join(', ')}.`,
      hint: 'Choose one subject, or evaluate across subjects.',
      values: { found: found.join(', '), wanted: '1' },
    })
  }
  const sessions = new Set(runs.map(({ recording }) => recording.session ?? ''))
  if (scheme === 'sessions' && sessions.size < 2) {
    throw tooFew(`A choice across sessions needs at least two of them, got ${sessions.size}.`, {
      hint: 'Add recordings of another session, say on the Recordings screen which session each is of, or evaluate across runs.',
      values: { sessions: sessions.size },
    })
  }
}

function checkClasses({ classes }: CurvePlan, runs: readonly RunTrials[]): void {
  if (classes.length < 2) {
    throw tooFew(`At least 2 classes are needed, got ${classes.length}.`, {
      hint: 'Choose another class.',
      values: { classes: classes.length },
    })
  }
  for (const classId of classes) {
    const withIt = runs.filter(({ trials }) => trials.some((trial) => trial.classId === classId))
    const count = withIt.reduce(
      (sum, { trials }) => sum + trials.filter((trial) => trial.classId === classId).length,
      0,
    )
    // Nested folds take trials away twice, so a class needs more than for one learning.
    if (count < 2 * minimumTrialsPerClass) {
      throw tooFew(
        `${classId} has ${count} trials, at least ${2 * minimumTrialsPerClass} are needed to choose and judge.`,
        {
          hint: 'Add recordings, or leave out this class.',
          values: { minimum: 2 * minimumTrialsPerClass, smallest: count, classes: classes.length },
        },
      )
    }
    if (withIt.length < 2) {
      throw tooFew(`${classId} is in one run only (${withIt[0]!.recording.run}), so no run could judge it.`, {
        hint: 'Add a second run with this class, or leave out the class.',
        values: { run: withIt[0]!.recording.run, classId },
      })
    }
  }
}

/** A tuned decoder learns from some of a subject's runs and is judged by another of them. */
function checkOwnRuns(subject: string, { classes }: CurvePlan, runs: readonly RunTrials[]): void {
  const own = runs.filter(({ recording }) => recording.subject === subject)
  for (const classId of classes) {
    const withIt = own.filter(({ trials }) => trials.some((trial) => trial.classId === classId))
    if (withIt.length >= 2) continue
    throw tooFew(
      `${subject} has ${classId} in ${withIt.length} runs, and two are needed: one to tune to, one to judge.`,
      {
        hint: 'Add a run of this subject, leave the subject out, or evaluate across subjects without tuning.',
        values: { subject, classId, runs: withIt.length },
      },
    )
  }
}

function checkSizes({ sizes, methods }: CurvePlan, rules: SiteRules): void {
  if (sizes.length === 0 || methods.length === 0) {
    throw new AppError({
      code: 'selection/conflict',
      message: sizes.length === 0 ? 'No number of electrodes was asked for.' : 'No method was asked for.',
      hint: 'Ask for at least one, e.g. 8 electrodes by the fixed motor set.',
    })
  }
  for (const size of sizes) rules.checkSize(size)
}

function checkOwnSets({ ownSets }: CurvePlan, sites: readonly ElectrodeName[]): void {
  for (const { name, electrodes } of ownSets) {
    const missing = electrodes.filter((site) => !sites.includes(site))
    if (missing.length === 0 && electrodes.length > 0) continue
    throw new AppError({
      code: 'selection/conflict',
      message:
        electrodes.length === 0
          ? `The set ${name} is empty.`
          : `The set ${name} has ${missing.join(', ')}, which are bad or not in every recording.`,
      hint: 'Take the set off the comparison, or leave out the recordings that lack its sites.',
      values: { name, sites: missing.join(', ') },
    })
  }
}

const tooFew = (message: string, more: { hint: string; values: Record<string, string | number> }): AppError =>
  new AppError({ code: 'selection/too-few-trials', message, ...more })
