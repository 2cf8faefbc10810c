import { datasetIds, type DatasetFlaw, type DatasetId, type DatasetRuns } from '../domain/dataset'
import type { ElectrodeName } from '../domain/electrode'
import type { ClassId } from '../domain/trial'
import { openFields, type Fields } from './datasetFields'

/** All that the program knows of a public data set; data in resources/datasets, no code. */
export interface DatasetRecipe {
  readonly id: DatasetId
  readonly title: string
  readonly about: string
  readonly citations: readonly string[]
  readonly licence: { readonly name: string; readonly url: string }
  readonly homepage: string
  readonly sampleRate: number
  readonly channels: number
  readonly subjects: SubjectNames
  /** Codes that every file of it has: they prove that a file is of the data set. */
  readonly mark: readonly string[]
  readonly runs: readonly RecipeRuns[]
  readonly classes: Readonly<Record<ClassId, string>>
  /** Sites that its authors, or the literature, choose among. */
  readonly candidates: readonly ElectrodeName[]
  readonly source: RecipeSource
  readonly flaws: readonly DatasetFlaw[]
}

export interface SubjectNames {
  readonly prefix: string
  readonly digits: number
  readonly from: number
  readonly to: number
}

/** Runs in which the codes mean the same. `null`: known, and not used. */
export interface RecipeRuns extends DatasetRuns {
  readonly codes: Readonly<Record<string, ClassId | null>>
}

/** Names hold `{subject}`, `{number}` (of the subject) and `{run}`. */
export interface RecipeSource {
  /** Ends with a slash. */
  readonly base: string
  /** Path below the base, or in the archive. */
  readonly file: string
  /** Path below the folder that is loaded into; its last part is the name by which a file is known later. */
  readonly saveAs: string
  /** Where all files come in one. */
  readonly archive?: { readonly file: string; readonly bytes: number; readonly sha256: string }
}

/** Names of all subjects in their order. */
export const subjectNames = ({ prefix, digits, from, to }: SubjectNames): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => prefix + String(from + i).padStart(digits, '0'))

/** A name with its places filled. */
export function fillName(pattern: string, { prefix }: SubjectNames, file: { subject: string; run: string }): string {
  const number = String(Number(file.subject.slice(prefix.length)))
  const values: Readonly<Record<string, string>> = { subject: file.subject, number, run: file.run }
  return pattern.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
}

/** Throws Error naming the field that is missing or of another kind. */
export function toDatasetRecipe(value: unknown): DatasetRecipe {
  const fields = openFields(value, 'recipe')
  if (fields.number('schema') !== 1) throw new Error(`recipe.schema: expected 1, got ${fields.number('schema')}`)
  const name = fields.text('id')
  const id = datasetIds.find((known) => known === name)
  if (!id) throw new Error(`recipe.id: expected one of ${datasetIds.join(', ')}, got ${name}`)
  const licence = fields.object('licence')
  const subjects = fields.object('subjects')
  return {
    id,
    ...{ title: fields.text('title'), about: fields.text('about'), homepage: fields.text('homepage') },
    citations: fields.texts('citations'),
    licence: { name: licence.text('name'), url: licence.text('url') },
    ...{ sampleRate: fields.number('sampleRate'), channels: fields.number('channels') },
    subjects: {
      prefix: subjects.text('prefix'),
      ...{ digits: subjects.number('digits'), from: subjects.number('from'), to: subjects.number('to') },
    },
    mark: fields.texts('mark'),
    runs: fields.objects('runs').map(toRuns),
    classes: fields.object('classes').record((inner, key) => inner.text(key)),
    candidates: fields.texts('candidates'),
    source: toSource(fields.object('source')),
    flaws: fields.objects('flaws').map(toFlaw),
  }
}

const toRuns = (fields: Fields): RecipeRuns => ({
  ...{ names: fields.texts('names'), task: fields.text('task'), bytes: fields.number('bytes') },
  codes: fields.object('codes').record((inner, key) => (inner.isNull(key) ? null : inner.text(key))),
})

function toSource(fields: Fields): RecipeSource {
  const archive = fields.has('archive') ? fields.object('archive') : null
  return {
    ...{ base: fields.text('base'), file: fields.text('file'), saveAs: fields.text('saveAs') },
    ...(archive && {
      archive: { file: archive.text('file'), bytes: archive.number('bytes'), sha256: archive.text('sha256') },
    }),
  }
}

const toFlaw = (fields: Fields): DatasetFlaw => ({
  ...(fields.has('subjects') && { subjects: fields.texts('subjects') }),
  ...(fields.has('runs') && { runs: fields.texts('runs') }),
  ...(fields.has('leaveOut') && { leaveOut: fields.flag('leaveOut') }),
  what: fields.text('what'),
})
