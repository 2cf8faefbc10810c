import { chooseNames, type DatasetView } from '../../core/domain/dataset'
import { AppError } from '../../core/domain/error'
import type { ImportOutcome, ImportResult } from '../../core/domain/import'
import { datasetRecipes, toDatasetView } from '../../core/formats/datasetRules'
import { fetchDataset, type FetchRequest, type FetchResult } from '../../jobs/fetchDataset'
import { fetchIntoStudy } from '../../jobs/fetchIntoStudy'
import type { Command, CommandInput, CommandResult } from '../command'
import { withStudy } from '../withStudy'

export const fetchCommand: Command = {
  name: 'fetch',
  summary: 'Download a public data set, and import it into a study.',
  usage: 'fetch [NAME] [--subjects S001..S005] [--runs R04,R08,R12] [--to FOLDER] [--study FOLDER]',
  help: `
  NAME                 ${datasetRecipes.map(({ id }) => id).join(', ')}; left out: say what there is
  --subjects NAMES     names and ranges: S001..S005,S010 (all, without those with known faults)
  --runs NAMES         the same for runs
  --to FOLDER          where the files go (the data set's folder in the program's home)
  --study FOLDER       import what came; the study is made when there is none
  --from URL           a copy of the data set instead of its publisher's server

What was begun goes on; what is there is not loaded again. Files are held against the published checksums where there are any.
The exit code is 2 when a file did not come or was refused.`,
  options: {
    subjects: { type: 'string' },
    runs: { type: 'string' },
    to: { type: 'string' },
    study: { type: 'string' },
    from: { type: 'string' },
  },
  async run(input) {
    const views = datasetRecipes.map(toDatasetView)
    const name = input.paths[0]
    if (name === undefined) return { json: views, text: views.map(describe).join('\n') }
    const dataset = views.find(({ id }) => id === name)
    if (!dataset) throw unknownDataset(name)
    return fetchChosen(input, dataset)
  },
}

async function fetchChosen(input: CommandInput, dataset: DatasetView): Promise<CommandResult> {
  const text = (name: string): string | undefined => {
    const value = input.values[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const request: FetchRequest = {
    dataset: dataset.id,
    subjects: named(text('subjects'), 'subjects', dataset.subjects),
    runs: named(
      text('runs'),
      'runs',
      dataset.runs.flatMap(({ names }) => names).sort((a, b) => a.localeCompare(b, 'en', { numeric: true })),
    ),
    ...{ folder: text('to'), mirror: text('from') },
  }
  const context = { ...input.context, report: () => undefined }
  const study = text('study')
  if (study === undefined) return toResult(await fetchDataset(request, context))
  const { fetch, import: brought } = await withStudy(study, { create: true }, (open) =>
    fetchIntoStudy(open, request, context),
  )
  return toResult(fetch, brought)
}

function toResult(fetch: FetchResult, brought?: ImportResult): CommandResult {
  const outcomes = brought?.outcomes ?? fetch.refused
  const failed = outcomes.filter(({ state }) => state === 'refused')
  const count = (state: ImportOutcome['state']): number => outcomes.filter((one) => one.state === state).length
  const lines = [
    `${fetch.folder}: ${fetch.fetched} loaded, ${fetch.present} were there`,
    ...(brought ? [`Imported ${count('imported') + count('partly')}, there already ${count('duplicate')}`] : []),
    ...failed.map(({ fileName, error }) => `${fileName}: ${error!.message}. ${error!.hint ?? ''}`),
  ]
  return {
    json: { ...fetch, ...(brought && { import: brought }) },
    text: `${lines.join('\n')}\n`,
    exitCode: failed.length > 0 ? 2 : 0,
  }
}

function named(text: string | undefined, option: string, among: readonly string[]): readonly string[] | undefined {
  if (text === undefined) return undefined
  const { names, unknown } = chooseNames(text, among)
  if (unknown.length === 0 && names.length > 0) return names
  throw new AppError({
    code: 'input/invalid',
    message: `--${option}: expected names from ${among[0]} to ${among.at(-1)}, got ${unknown.join(' ') || text}.`,
    hint: 'sparsecap fetch eegmmidb --subjects S001..S005 --runs R04,R08,R12',
  })
}

const describe = ({ id, title, about, subjects, runs, licence, citations, flaws, homepage }: DatasetView): string =>
  `${id}: ${title}
  ${about}
  Subjects ${subjects[0]} to ${subjects.at(-1)}; runs ${runs.flatMap(({ names }) => names).join(' ')}
  Licence: ${licence.name} (${licence.url})
  Home page: ${homepage}
${citations.map((citation) => `  Cite: ${citation}\n`).join('')}${flaws.map((flaw) => `  Note: ${[...(flaw.subjects ?? []), ...(flaw.runs ?? [])].join(' ') || 'All'}: ${flaw.what}${flaw.leaveOut ? ' Left out unless named.' : ''}\n`).join('')}`

const unknownDataset = (name: string): AppError =>
  new AppError({
    code: 'input/invalid',
    message: `There is no data set named ${name}.`,
    hint: `Data sets: ${datasetRecipes.map(({ id }) => id).join(', ')}.`,
  })
