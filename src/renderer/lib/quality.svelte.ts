import type { ChannelQuality } from '../../ipc/views'
import type { ApiClient } from './api'

/** Quality of the channels of each recording, asked for one recording after another and kept. */
export class QualityState {
  #api: ApiClient
  #known = $state.raw<Readonly<Record<number, readonly ChannelQuality[] | null | undefined>>>({})
  #queue: number[] = []
  #working = false
  constructor(api: ApiClient) {
    this.#api = api
  }

  /** Undefined while it is not known yet, null where it could not be found out. */
  of(recordingId: number): readonly ChannelQuality[] | null | undefined {
    return this.#known[recordingId]
  }

  /** Sees to it that these will be known; `first` before all others. */
  want(recordingIds: readonly number[], first?: number): void {
    const wanted = recordingIds.filter((id) => this.#known[id] === undefined)
    this.#queue =
      first !== undefined && wanted.includes(first) ? [first, ...wanted.filter((id) => id !== first)] : [...wanted]
    if (!this.#working) void this.#work()
  }
  forget(recordingId: number): void {
    this.#known = { ...this.#known, [recordingId]: undefined }
  }
  clear(): void {
    this.#queue = []
    this.#known = {}
  }

  async #work(): Promise<void> {
    this.#working = true
    for (let id = this.#queue.shift(); id !== undefined; id = this.#queue.shift()) {
      const recordingId = id
      const found = await this.#api.recordings.quality({ recordingId }).catch(() => null)
      this.#known = { ...this.#known, [recordingId]: found }
    }
    this.#working = false
  }
}
