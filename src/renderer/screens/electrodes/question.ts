import type { Cap, ElectrodeName } from '../../../core/domain/electrode'
import { taskGroups, type TaskGroup } from '../../../core/domain/taskGroups'
import type { ClassId } from '../../../core/domain/trial'
import { inRegion } from '../../../core/montage/regions'
import type { RegionId } from '../../../core/montage/regions'
import type { RecordingView } from '../../../ipc/views'

/** Which sites may be chosen: all of them, a region, or those that the cap in use has. */
export type CandidateChoice = 'all' | 'cap' | RegionId

export interface QuestionParts {
  readonly electrodes: number
  readonly recordingIds: readonly number[]
  readonly classes: readonly ClassId[]
  readonly candidates: CandidateChoice
  readonly keep: readonly ElectrodeName[]
  readonly avoid: readonly ElectrodeName[]
}

/** Fewer trials of a class than this teach nothing; the job refuses them too. */
export const minimumTrials = 5

/** Why a question cannot be asked yet; each has a sentence in the catalogue (`electrodes_fault_…`). */
export type QuestionFault =
  | { readonly kind: 'classes' }
  | { readonly kind: 'runs' }
  | { readonly kind: 'trials'; readonly classId: ClassId; readonly count: number }
  | { readonly kind: 'both'; readonly sites: readonly ElectrodeName[] }
  | { readonly kind: 'not-candidates'; readonly sites: readonly ElectrodeName[] }
  | { readonly kind: 'too-many-kept'; readonly keep: number; readonly electrodes: number }
  | { readonly kind: 'too-few-candidates'; readonly candidates: number; readonly electrodes: number }

export type ClassGroup = TaskGroup

/** The tasks of these recordings, the one to ask about first; the command line has the same. */
export const classGroups = (recordings: readonly RecordingView[]): ClassGroup[] =>
  taskGroups(recordings.map(({ summary, task, classCounts }) => ({ id: summary.id, task, counts: classCounts })))

/** Runs that cue at least one of the classes. */
export const runsWith = (recordings: readonly RecordingView[], classes: readonly ClassId[]): RecordingView[] =>
  recordings.filter(({ classCounts }) => classes.some((classId) => (classCounts[classId] ?? 0) > 0))

/** Trials by class over the chosen runs. */
export function countTrials(recordings: readonly RecordingView[], parts: QuestionParts): Map<ClassId, number> {
  const chosen = recordings.filter(({ summary }) => parts.recordingIds.includes(summary.id))
  return new Map(
    parts.classes.map((classId) => [
      classId,
      chosen.reduce((sum, { classCounts }) => sum + (classCounts[classId] ?? 0), 0),
    ]),
  )
}

/** Sites that every chosen recording has and that are bad in none. */
export function commonSites(recordings: readonly RecordingView[], recordingIds: readonly number[]): ElectrodeName[] {
  const chosen = recordings.filter(({ summary }) => recordingIds.includes(summary.id))
  const [first, ...others] = chosen
  if (!first) return []
  const bad = new Set(chosen.flatMap(({ badElectrodes }) => badElectrodes))
  return first.summary.electrodes.filter(
    (site) => !bad.has(site) && others.every(({ summary }) => summary.electrodes.includes(site)),
  )
}

/** Those of `among` that a choice allows; avoided sites are still in it. */
export function sitesOfChoice(
  choice: CandidateChoice,
  among: readonly ElectrodeName[],
  cap: Cap | null,
): ElectrodeName[] {
  if (choice === 'all') return [...among]
  if (choice === 'cap') return among.filter((site) => cap?.sites.includes(site) ?? false)
  return inRegion(choice, among)
}

/** What keeps the question from being asked, the first thing to mend first. */
export function faultsOf(
  recordings: readonly RecordingView[],
  parts: QuestionParts,
  candidates: readonly ElectrodeName[],
): QuestionFault[] {
  const faults: QuestionFault[] = []
  if (parts.classes.length < 2) faults.push({ kind: 'classes' })
  const usable = runsWith(recordings, parts.classes).filter(({ summary }) => parts.recordingIds.includes(summary.id))
  if (usable.length < 2) faults.push({ kind: 'runs' })
  else {
    for (const [classId, count] of countTrials(recordings, parts)) {
      if (count < minimumTrials) faults.push({ kind: 'trials', classId, count })
    }
  }
  return [...faults, ...siteFaults(parts, candidates)]
}

function siteFaults(parts: QuestionParts, candidates: readonly ElectrodeName[]): QuestionFault[] {
  const { keep, avoid, electrodes } = parts
  const both = keep.filter((site) => avoid.includes(site))
  if (both.length > 0) return [{ kind: 'both', sites: both }]
  const outside = keep.filter((site) => !candidates.includes(site))
  if (outside.length > 0) return [{ kind: 'not-candidates', sites: outside }]
  if (keep.length > electrodes) return [{ kind: 'too-many-kept', keep: keep.length, electrodes }]
  const free = candidates.filter((site) => !avoid.includes(site)).length
  return free < electrodes ? [{ kind: 'too-few-candidates', candidates: free, electrodes }] : []
}
