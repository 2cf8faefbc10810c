import type { BackendName, BackendStatus } from '../../src/core/domain/backend'
import { isFinal, type JobId } from '../../src/core/domain/job'
import type { contract } from '../../src/ipc/contract'
import type { Client } from '../../src/ipc/define'

type Api = Client<typeof contract>

/** Begins a check of a backend in the window. */
export const beginCheck = (api: Api, name: BackendName): Promise<JobId> => api.backends.check({ names: [name] })

/** What a check that was begun finds out in the end. */
export async function checkedBackend(api: Api, name: BackendName, id: JobId): Promise<BackendStatus> {
  for (;;) {
    const { state } = (await api.jobs.list()).find((job) => job.id === id)!
    if (state.phase === 'finished' && state.result.kind === 'backends') {
      return state.result.statuses.find((status) => status.name === name)!
    }
    if (isFinal(state)) throw new Error(JSON.stringify(state))
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
