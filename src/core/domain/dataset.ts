import { namesMeant } from './nameMatching'

/** Public data sets that the program knows: what their codes mean, and where they come from. */
export const datasetIds = ['eegmmidb', 'high-gamma', 'bci-iv-2a'] as const
export type DatasetId = (typeof datasetIds)[number]

/** Something about a part of a data set that a person should know before trusting it. */
export interface DatasetFlaw {
  /** Absent: all of them. */
  readonly subjects?: readonly string[]
  readonly runs?: readonly string[]
  /** Not loaded unless these subjects or runs are named. */
  readonly leaveOut?: boolean
  readonly what: string
}

/** Runs with one task. */
export interface DatasetRuns {
  readonly names: readonly string[]
  /** Key of the task in the catalogue of messages. */
  readonly task: string
  /** Of one file; an estimate where the publisher does not say. */
  readonly bytes: number
}

/** What a person chooses from. */
export interface DatasetView {
  readonly id: DatasetId
  readonly title: string
  readonly about: string
  readonly citations: readonly string[]
  readonly licence: { readonly name: string; readonly url: string }
  readonly homepage: string
  readonly sampleRate: number
  readonly channels: number
  readonly subjects: readonly string[]
  readonly runs: readonly DatasetRuns[]
  readonly flaws: readonly DatasetFlaw[]
  /** Of the one file that all recordings come in, where there is one; else 0. */
  readonly archiveBytes: number
}

/** Which part of a data set is wanted; absent: all that no flaw leaves out. */
export interface DatasetChoice {
  readonly subjects?: readonly string[]
  readonly runs?: readonly string[]
}

export interface DatasetFile {
  readonly subject: string
  readonly run: string
  /** Expected; an estimate. */
  readonly bytes: number
}

export interface ChosenNames {
  readonly names: readonly string[]
  /** Words that are no name and no range of names. */
  readonly unknown: readonly string[]
}

/** `S001..S005, S7 9-11` among names in their order; leading zeros and letter case do not matter, nor do letters before a number. */
export function chooseNames(text: string, among: readonly string[]): ChosenNames {
  const placeOf = (word: string): number => among.indexOf(namesMeant(word, among)[0] ?? '')
  const chosen = new Set<number>()
  const unknown: string[] = []
  for (const word of text.split(/[\s,;]+/).filter(Boolean)) {
    const [first, last = first] = word.split(/\.{2,3}|…|[-–]/)
    const [from, to] = [placeOf(first ?? ''), placeOf(last ?? '')]
    if (from < 0 || to < from) unknown.push(word)
    else for (let at = from; at <= to; at++) chosen.add(at)
  }
  return { names: among.filter((_, at) => chosen.has(at)), unknown }
}

/** Files of a choice by subject, then run. What a flaw leaves out is there only where its subject or run was named. */
export function filesOfChoice(dataset: Pick<DatasetView, 'subjects' | 'runs' | 'flaws'>, choice: DatasetChoice) {
  const runs = dataset.runs
    .flatMap(({ names, bytes }) => names.map((run) => ({ run, bytes })))
    .filter(({ run }) => choice.runs?.includes(run) ?? true)
    .sort((a, b) => a.run.localeCompare(b.run, 'en', { numeric: true }))
  const subjects = dataset.subjects.filter((subject) => choice.subjects?.includes(subject) ?? true)
  return subjects
    .flatMap((subject): DatasetFile[] => runs.map((run) => ({ subject, ...run })))
    .filter((file) => !dataset.flaws.some((flaw) => flaw.leaveOut && isOf(flaw, file) && !isNamed(flaw, choice)))
}

const isOf = ({ subjects, runs }: DatasetFlaw, { subject, run }: DatasetFile): boolean =>
  (subjects?.includes(subject) ?? true) && (runs?.includes(run) ?? true)

const isNamed = (flaw: DatasetFlaw, { subjects, runs }: DatasetChoice): boolean =>
  (flaw.subjects === undefined || subjects !== undefined) && (flaw.runs === undefined || runs !== undefined)
