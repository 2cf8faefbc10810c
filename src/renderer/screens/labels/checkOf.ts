import { isFinal } from '../../../core/domain/job'
import type { AnyJobUpdate } from '../../../ipc/contract'

/**
 * The newest check of a subject's labels in a study; one that has not said yet whose it is counts while it runs. Where one was
 * cancelled, what the one before it found stays.
 */
export function checkOf(
  jobs: readonly AnyJobUpdate[],
  whose: { readonly subject: string | null; readonly studyPath: string | null },
): AnyJobUpdate | null {
  const isOurs = ({ kind, report, state }: AnyJobUpdate): boolean => {
    if (kind !== 'check-labels' || state.phase === 'cancelled') return false
    if (report?.kind !== 'check-labels') return !isFinal(state)
    return report.subject === whose.subject && report.studyPath === whose.studyPath
  }
  return jobs.findLast(isOurs) ?? null
}
