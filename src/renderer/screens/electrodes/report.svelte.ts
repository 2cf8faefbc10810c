import { isFinal } from '../../../core/domain/job'
import { api } from '../../lib/api'
import { jobs } from '../../lib/state'
import { attempt } from '../../lib/toasts'

/** Writing the report of a model, and showing the file when it is there. */
class ReportState {
  #jobId = $state<string | null>(null)

  get busy(): boolean {
    if (this.#jobId === null) return false
    const job = jobs.all.find(({ id }) => id === this.#jobId)
    return !job || !isFinal(job.state)
  }

  /** Throws AppError when it cannot be started; how it ends is said by the job. */
  async write(modelId: string): Promise<void> {
    const stop = jobs.onEnd((job) => {
      if (job.id !== this.#jobId) return
      stop()
      if (job.state.phase !== 'finished' || job.state.result.kind !== 'report') return
      const { path } = job.state.result
      void attempt(() => api.app.showItem({ path }))
    })
    try {
      this.#jobId = await api.selection.report({ modelId })
    } catch (thrown) {
      stop()
      throw thrown
    }
  }
}

export const report = new ReportState()
