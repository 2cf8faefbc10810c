import type { ImportOutcome } from '../../../core/domain/import'

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
