import type { ErrorData } from '../../../../core/domain/error'
import { toErrorData } from '../../../../core/domain/error'
import type { RecordingDetails } from '../../../../core/domain/recordingDetails'
import { api } from '../../../lib/api'

/** Details of the recording that is looked at: asked for when it is another one, or something was said of it. */
export class DetailsState {
  #view = $state.raw<RecordingDetails | null>(null)
  #error = $state.raw<ErrorData | null>(null)
  #id: number | null = null
  #asked = 0

  /** Null while they are on the way, or could not be had. */
  get view(): RecordingDetails | null {
    return this.#view
  }
  get error(): ErrorData | null {
    return this.#error
  }

  /** The answer to an older question is dropped; what is shown of the same recording stays until the new answer is there. */
  async look(recordingId: number): Promise<void> {
    const asked = ++this.#asked
    if (this.#id !== recordingId) [this.#view, this.#error] = [null, null]
    this.#id = recordingId
    try {
      const found = await api.recordings.details({ recordingId })
      if (asked === this.#asked) [this.#view, this.#error] = [found, null]
    } catch (thrown) {
      if (asked === this.#asked) [this.#view, this.#error] = [null, toErrorData(thrown)]
    }
  }
}
