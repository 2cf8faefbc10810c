import { chooseNames, filesOfChoice, type DatasetFlaw, type DatasetView } from '../../../core/domain/dataset'

/** What a person wrote and ticked, as an order; `unknown` holds words that are no subject. */
export interface DatasetOrder {
  readonly subjects: readonly string[]
  readonly runs: readonly string[]
  readonly unknown: readonly string[]
  readonly files: number
  readonly bytes: number
  /** What is known against the chosen subjects and runs. */
  readonly flaws: readonly DatasetFlaw[]
}

export function orderOf(dataset: DatasetView, subjectText: string, tasks: readonly string[]): DatasetOrder {
  const { names: subjects, unknown } = chooseNames(subjectText, dataset.subjects)
  const runs = dataset.runs.filter(({ task }) => tasks.includes(task)).flatMap(({ names }) => names)
  const files = filesOfChoice(dataset, { subjects, runs })
  const touches = (names: readonly string[] | undefined, chosen: readonly string[]): boolean =>
    names?.some((name) => chosen.includes(name)) ?? true
  return {
    ...{ subjects, runs, unknown, files: files.length },
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) + (files.length > 0 ? dataset.archiveBytes : 0),
    flaws: dataset.flaws.filter((flaw) => touches(flaw.subjects, subjects) && touches(flaw.runs, runs)),
  }
}

/** The first three people, and tasks with movements: enough to try, quick to load. */
export function firstChoice({ subjects, runs }: DatasetView): { readonly subjects: string; readonly tasks: string[] } {
  const tasks = [...new Set(runs.map(({ task }) => task))].filter((task) => !task.startsWith('rest'))
  const [first, last] = [subjects[0] ?? '', subjects[Math.min(2, subjects.length - 1)] ?? '']
  return { subjects: first === last ? first : `${first}..${last}`, tasks }
}
