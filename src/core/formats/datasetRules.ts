import bciIv2a from '../../../resources/datasets/bci-iv-2a.json'
import eegmmidb from '../../../resources/datasets/eegmmidb.json'
import highGamma from '../../../resources/datasets/high-gamma.json'
import type { DatasetId, DatasetView } from '../domain/dataset'
import type { ClassId, EventMap } from '../domain/trial'
import { subjectNames, toDatasetRecipe, type DatasetRecipe, type RecipeRuns } from './datasetRecipe'

export const datasetRecipes: readonly DatasetRecipe[] = [eegmmidb, highGamma, bciIv2a].map(toDatasetRecipe)

/** Throws RangeError for an unknown id. */
export function datasetRecipe(id: string): DatasetRecipe {
  const found = datasetRecipes.find((recipe) => recipe.id === id)
  if (found) return found
  throw new RangeError(`Expected one of ${datasetRecipes.map((recipe) => recipe.id).join(', ')}, got ${id}`)
}

export const toDatasetView = ({ id, title, about, ...recipe }: DatasetRecipe): DatasetView => ({
  ...{ id, title, about, citations: recipe.citations, licence: recipe.licence, homepage: recipe.homepage },
  ...{ sampleRate: recipe.sampleRate, channels: recipe.channels, flaws: recipe.flaws },
  subjects: subjectNames(recipe.subjects),
  runs: recipe.runs.map(({ names, task, bytes }) => ({ names, task, bytes })),
  archiveBytes: recipe.source.archive?.bytes ?? 0,
})

export interface DatasetIdentity {
  readonly dataset: DatasetId
  readonly subject: string
  readonly run: string
  readonly task: string
}

/** Data set, subject and run by a file's name; null for another name. A folder before it does not matter. */
export function datasetIdentity(fileName: string): DatasetIdentity | null {
  for (const recipe of datasetRecipes) {
    const match = namePattern(recipe).exec(fileName)
    if (!match?.groups) continue
    const subject = match.groups['subject']!.toUpperCase()
    const known = subjectNames(recipe.subjects).includes(subject)
    const runs = runsOf(recipe, match.groups['run']!)
    if (known && runs) return { dataset: recipe.id, subject, run: runs.run, task: runs.task }
  }
  return null
}

/** Case does not matter, and a person may have put something behind the name: `S001R06_copy.edf`. */
function namePattern({ source, subjects }: DatasetRecipe): RegExp {
  const [name, ending] = source.saveAs.split('/').at(-1)!.split('.')
  const body = name!
    .replace('{subject}', `(?<subject>${subjects.prefix}\\d{${subjects.digits}})`)
    .replace('{run}', '(?<run>[A-Za-z]+\\d*)')
  return new RegExp(`(?:^|[/\\\\])${body}(?:_[^/\\\\]*)?\\.${ending}$`, 'i')
}

function runsOf(recipe: DatasetRecipe, name: string): (RecipeRuns & { readonly run: string }) | null {
  for (const runs of recipe.runs) {
    const run = runs.names.find((one) => one.toLowerCase() === name.toLowerCase())
    if (run) return { ...runs, run }
  }
  return null
}

/**
 * What the codes of a file mean: by its name and run where both name and codes are those of a data set; by the codes alone
 * where they mean the same in all of its runs, and then a person has to confirm. Null for a file of none.
 */
export function datasetEventMap(fileName: string, codes: readonly string[]): EventMap | null {
  const identity = datasetIdentity(fileName)
  if (identity) {
    const recipe = datasetRecipe(identity.dataset)
    if (!recipe.mark.some((code) => codes.includes(code))) return null
    return toMap(recipe, codes, { codes: runsOf(recipe, identity.run)!.codes, sure: true })
  }
  for (const recipe of datasetRecipes) {
    const same = sameInAllRuns(recipe)
    if (!same || !recipe.mark.every((code) => codes.includes(code))) continue
    if (codes.some((code) => same[code])) return toMap(recipe, codes, { codes: same, sure: false })
  }
  return null
}

interface Meanings {
  readonly codes: Readonly<Record<string, ClassId | null>>
  readonly sure: boolean
}

const toMap = ({ id }: DatasetRecipe, codes: readonly string[], { codes: known, sure }: Meanings): EventMap => ({
  meanings: codes.map((code) => ({ code, classId: known[code] ?? null })),
  source: `rule:${id}`,
  confirmed: sure && codes.every((code) => code in known),
})

/** Null where a code means one thing in one run and another in the next. */
function sameInAllRuns({ runs }: DatasetRecipe): Meanings['codes'] | null {
  const meanings: Record<string, ClassId | null> = {}
  for (const { codes } of runs) {
    for (const [code, classId] of Object.entries(codes)) {
      if (code in meanings && meanings[code] !== classId) return null
      meanings[code] = classId
    }
  }
  return meanings
}
