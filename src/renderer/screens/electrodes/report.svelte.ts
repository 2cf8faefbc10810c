import { isFinal } from '../../../core/domain/job'
import { api } from '../../lib/api'
import { jobs } from '../../lib/state'

/** Writing the report of a model; where it lies is said when its job has ended. */
class ReportState {
  #jobId = $state<string | null>(null)

  get busy(): boolean {
    if (this.#jobId === null) return false
    const job = jobs.all.find(({ id }) => id === this.#jobId)
    return !job || !isFinal(job.state)
  }

  /** Throws AppError when it cannot be started; how it ends is said by the job. */
  async write(modelId: string): Promise<void> {
    this.#jobId = await api.selection.report({ modelId })
  }
}

export const report = new ReportState()
