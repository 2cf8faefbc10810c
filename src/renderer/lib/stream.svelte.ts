import type { StreamState } from '../../ipc/views'
import type { ApiClient } from './api'

/** The one stream that may run. Its samples go past this, over a MessagePort, straight to the plots. */
export class StreamingState {
  #api: ApiClient
  #state = $state.raw<StreamState>({ phase: 'idle' })
  constructor(api: ApiClient) {
    this.#api = api
  }
  get state(): StreamState {
    return this.#state
  }
  get active(): boolean {
    return ['starting', 'running', 'stopping'].includes(this.#state.phase)
  }
  /** Running on a device or the simulator, not on something recorded. */
  get live(): boolean {
    const state = this.#state
    return (
      state.phase === 'running' &&
      (state.request.source.kind === 'brainflow' || state.request.source.kind === 'simulator')
    )
  }
  /** Subscribes, then asks. Returns the end of the subscription. */
  follow(): () => void {
    let told = false
    const stop = this.#api.session.changed((state) => {
      told = true
      this.#state = state
    })
    void this.#api.session.state().then((state) => {
      if (!told) this.#state = state
    })
    return stop
  }
}
