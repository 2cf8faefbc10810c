import type { ErrorData } from '../../../core/domain/error'
import { toErrorData } from '../../../core/domain/error'
import type { SessionRequest } from '../../../core/domain/session'
import type { StreamState } from '../../../ipc/views'
import { api } from '../../lib/api'
import { stream } from '../../lib/state'

/** Which screen a stream belongs to. */
export const isReplay = ({ source }: SessionRequest): boolean =>
  source.kind === 'recording' || source.kind === 'session'

/** Starting and ending the one stream, and whether its ending has been seen. */
class StreamControl {
  #startError = $state.raw<ErrorData | null>(null)
  #starting = $state(false)
  #seen = $state.raw<StreamState | null>(null)

  get startError(): ErrorData | null {
    return this.#startError
  }
  get starting(): boolean {
    return this.#starting
  }
  /** The state of the stream, as far as nobody has gone on from it. */
  get state(): StreamState {
    return stream.state === this.#seen ? { phase: 'idle' } : stream.state
  }

  /** Why nothing started, or why the stream failed; null when all is well. */
  get error(): ErrorData | null {
    return this.#startError ?? (this.state.phase === 'failed' ? this.state.error : null)
  }
  /** The process died while it recorded: what is left can be replayed, and the note on that says it all. */
  get diedRecording(): boolean {
    const { state, error } = this
    return state.phase === 'failed' && state.request.record && error?.code === 'job/process-exited'
  }

  async start(request: SessionRequest): Promise<void> {
    this.#startError = null
    this.#starting = true
    try {
      await api.session.start(request)
    } catch (thrown) {
      this.#startError = toErrorData(thrown)
    } finally {
      this.#starting = false
    }
  }
  /** Throws AppError. */
  async end(): Promise<void> {
    await api.session.stop()
  }
  /** Another study is open: why something did not start in the last one is no news here. */
  forget(): void {
    this.#startError = null
  }
  goOn(): void {
    this.#seen = stream.state
    this.#startError = null
  }
}

export const control = new StreamControl()
