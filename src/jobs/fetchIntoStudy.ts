import type { ImportReport, ImportResult } from '../core/domain/import'
import type { JobContext } from '../core/domain/job'
import type { Study } from '../store/study'
import { fetchDataset, type FetchParts, type FetchRequest, type FetchResult } from './fetchDataset'
import { importRecordings } from './importRecordings'

export interface FetchedIntoStudy {
  readonly fetch: FetchResult
  /** What became of the files that are there, and of those that did not come. */
  readonly import: ImportResult
}

/** Loads a choice of a data set and imports what came. Throws as the two. */
export async function fetchIntoStudy(
  study: Study,
  request: FetchRequest,
  context: JobContext<ImportReport>,
  parts?: FetchParts,
): Promise<FetchedIntoStudy> {
  const fetch = await fetchDataset(request, context, parts)
  const { refused } = fetch
  const withRefused = (report: ImportReport): ImportReport => ({
    ...report,
    outcomes: [...refused, ...report.outcomes],
    total: report.total + refused.length,
  })
  if (fetch.paths.length === 0) return { fetch, import: { outcomes: refused } }
  const brought = await importRecordings(
    study,
    { paths: fetch.paths },
    { ...context, report: (report) => context.report(withRefused(report)) },
  )
  return { fetch, import: { ...brought, outcomes: [...refused, ...brought.outcomes] } }
}
