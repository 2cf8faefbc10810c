import { namesMeant, similarNames } from '../core/domain/nameMatching'
import type { ElectrodeName } from '../core/domain/electrode'
import { AppError } from '../core/domain/error'
import { countClasses } from '../core/domain/eventCounts'
import type { RecordingSummary } from '../core/domain/recording'
import { cuedClasses, type TaskGroup } from '../core/domain/taskGroups'
import type { ClassId } from '../core/domain/trial'
import { inRegion, regionIds } from '../core/montage/regions'
import { sitesNamed } from '../core/montage/sitesNamed'
import { className } from '../jobs/report/format'
import { tasksOf } from '../jobs/tasks'
import type { Study } from '../store/study'

/** What was said of whom and what to ask about; nothing said: the study's default, as in the window. */
export interface Wish {
  readonly subject: string | undefined
  readonly runs: readonly string[]
  readonly classes: readonly string[]
}

export interface Question {
  readonly subject: string
  readonly recordings: readonly RecordingSummary[]
  readonly classes: readonly ClassId[]
}

/** Whose runs and which classes are asked about. Throws `input/invalid` for what the study does not have. */
export function toQuestion(study: Study, wish: Wish): Question {
  const subject = subjectNamed(study, wish.subject)
  const own = study.recordings.list().filter((recording) => recording.subject === subject)
  const cued = (recording: RecordingSummary): ClassId[] =>
    cuedClasses(countClasses(recording.markerCounts, study.eventMaps.get(recording.id)))
  const named = wish.runs.length > 0 ? runsNamed(wish.runs, own, subject) : null
  const classes = classesNamed(wish.classes, [...new Set((named ?? own).flatMap(cued))])
  const task = named ? null : taskWith(tasksOf(study, subject), classes)
  const recordings =
    named ??
    own.filter((one) => (task ? task.recordingIds.includes(one.id) : cued(one).some((id) => classes.includes(id))))
  return {
    subject,
    recordings,
    classes: classes.length > 0 ? classes : (task?.classes ?? [...new Set(recordings.flatMap(cued))]),
  }
}

/** The first task that has all the classes. */
const taskWith = (tasks: readonly TaskGroup[], wanted: readonly ClassId[]): TaskGroup | null =>
  tasks.find(({ classes }) => wanted.every((classId) => classes.includes(classId))) ?? null

/** The subject that is named, or the only one. */
export function subjectNamed(study: Study, word: string | undefined): string {
  const subjects = [...new Set(study.recordings.list().map(({ subject }) => subject))]
  const meant = word === undefined ? subjects : namesMeant(word, subjects)
  if (meant.length === 1) return meant[0]!
  const hint = subjects.length > 0 ? `--subject is one of: ${subjects.join(', ')}` : 'Import recordings first.'
  if (word === undefined) throw invalid(`The study has ${subjects.length || 'no'} subjects; expected one.`, hint)
  throw invalid(
    meant.length > 1 ? `--subject ${word} may be ${meant.join(' or ')}.` : `The study has no subject ${word}.`,
    hint,
  )
}

/** The runs that words name: `R06`, `r6` or `6`. */
export function runsNamed<Run extends { readonly run: string }>(
  words: readonly string[],
  runs: readonly Run[],
  subject: string,
): Run[] {
  const names = runs.map(({ run }) => run)
  const chosen = new Set<string>()
  for (const word of words) {
    const meant = namesMeant(word, names)
    if (meant.length === 0)
      throw invalid(`${subject} has no run ${word}.`, `Its runs: ${[...new Set(names)].join(', ') || 'none'}`)
    if (meant.length > 1)
      throw invalid(`Run ${word} of ${subject} may be ${meant.join(' or ')}.`, 'Write its whole name.')
    chosen.add(meant[0]!)
  }
  return runs.filter(({ run }) => chosen.has(run))
}

/** `both-fists`, `Both fists` and `both_fists` are one. */
function classesNamed(words: readonly string[], cued: readonly ClassId[]): ClassId[] {
  const bare = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, '-')
  const found = words.map((word) => {
    const classId =
      cued.find((id) => id === word) ?? cued.find((id) => [id, className(id)].map(bare).includes(bare(word)))
    if (classId !== undefined) return classId
    throw invalid(
      `--classes: expected classes that the runs cue, got ${word}.`,
      cued.length > 0
        ? `They cue ${cued.join(', ')}.`
        : 'Their markers have no meaning yet; see "sparsecap labels STUDY".',
    )
  })
  const classes = [...new Set(found)]
  if (classes.length !== 1) return classes
  throw invalid(
    `--classes: expected two classes or more, got ${classes[0]} alone.`,
    `Name two that are to be told apart, such as --classes A,B; left out: all. They cue ${cued.join(', ')}.`,
  )
}

/** The sites that an option names, on the recordings that are asked about; a region stands for its sites. */
export function sitesOf(
  option: string,
  words: readonly string[],
  recordings: readonly RecordingSummary[],
): ElectrodeName[] {
  const available = [...new Set(recordings.flatMap(({ electrodes }) => electrodes))]
  const sites = words.flatMap((word) => {
    const region = regionIds.find((id) => id === word.toLowerCase())
    if (region) return inRegion(region, available)
    const { sites, unknown } = sitesNamed([word], available)
    if (unknown.length === 0) return sites
    throw noSuchSite(option, word, available)
  })
  return [...new Set(sites)]
}

function noSuchSite(option: string, word: string, available: readonly ElectrodeName[]): AppError {
  const similar = similarNames(word, available)
  const nearest = similar.length > 0 ? `Did you mean ${similar.join(' or ')}? ` : ''
  return invalid(
    `--${option}: expected sites of the chosen runs, got ${word}.`,
    `${nearest}They have ${available.join(' ') || 'no electrodes'}.`,
  )
}

const invalid = (message: string, hint: string): AppError => new AppError({ code: 'input/invalid', message, hint })
