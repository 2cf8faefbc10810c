import { isFinal } from '../../../../core/domain/job'
import { api } from '../../../lib/api'
import { jobs } from '../../../lib/state'

/** Writing the report of an answer over N; where it lies is said when its job has ended. */
class CurveReportState {
  #jobId = $state<string | null>(null)

  get busy(): boolean {
    if (this.#jobId === null) return false
    const job = jobs.all.find(({ id }) => id === this.#jobId)
    return !job || !isFinal(job.state)
  }
  /** Throws AppError when it cannot be started. */
  async write(id: string): Promise<void> {
    this.#jobId = await api.curve.report({ id })
  }
}

export const curveReport = new CurveReportState()
