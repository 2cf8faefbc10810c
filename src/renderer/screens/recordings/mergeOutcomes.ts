import type { ImportOutcome, UnfinishedImport } from '../../../core/domain/import'

/** Outcomes of several imports, oldest first, as one list: a file that was added again has only its newest outcome. */
export function mergeOutcomes(imports: readonly (readonly ImportOutcome[])[]): ImportOutcome[] {
  const byPath = new Map<string, ImportOutcome>()
  for (const outcome of imports.flat()) {
    // Deleting first moves the file to where it was added last.
    byPath.delete(outcome.path)
    byPath.set(outcome.path, outcome)
  }
  return [...byPath.values()]
}

/** Of the imports that were cut short, oldest first, those whose file is not in the study by now, each once. */
export function stillUnfinished(
  found: readonly UnfinishedImport[],
  outcomes: readonly ImportOutcome[],
): UnfinishedImport[] {
  const byPath = new Map(found.map((one) => [one.path, one]))
  for (const { path, state } of outcomes) if (state !== 'refused') byPath.delete(path)
  return [...byPath.values()]
}
