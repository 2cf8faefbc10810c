import type { AnyJobUpdate } from '../../ipc/contract'
import type { Progress } from '../../core/domain/job'
import { lookUp } from './catalogue'
import { m } from './paraglide/messages.js'

/** What a job is, while it runs. */
export const jobTitle = (kind: AnyJobUpdate['kind']): string => lookUp('job', kind) ?? kind

/** The step a job is at: from the catalogue by its key, or the plain count. */
export function stepText(progress: Progress): string {
  const values = { ...progress.values, done: progress.done, total: progress.total ?? '' }
  const known = lookUp('step', progress.step, values)
  if (known) return known
  return progress.total === undefined
    ? m.step_count({ done: progress.done })
    : m.step_count_of({ done: progress.done, total: progress.total })
}

/** Share done, 0…1, or null while the total is not known. */
export function shareOf(job: AnyJobUpdate): number | null {
  if (job.state.phase !== 'running' && job.state.phase !== 'cancelling') return null
  const { done, total } = job.state.progress
  return total ? Math.min(1, done / total) : null
}
