import { toErrorData, type ErrorData } from '../../../core/domain/error'
import type { LabelWarning } from '../../../core/domain/labelWarnings'
import type { TrialPreview } from '../../../ipc/views'
import type { ApiClient } from '../../lib/api'

/** What the training process says of a subject's labels; kept until newer is there. */
export class LabelFacts {
  #api: ApiClient
  #warnings = $state.raw<readonly LabelWarning[]>([])
  #preview = $state.raw<TrialPreview | null>(null)
  #error = $state.raw<ErrorData | null>(null)
  #asked = 0
  constructor(api: ApiClient) {
    this.#api = api
  }

  get warnings(): readonly LabelWarning[] {
    return this.#warnings
  }
  get preview(): TrialPreview | null {
    return this.#preview
  }
  get error(): ErrorData | null {
    return this.#error
  }

  /** Asks anew; the answer to an older question is dropped. */
  async load(subject: string): Promise<void> {
    const asked = ++this.#asked
    try {
      const [warnings, preview] = await Promise.all([
        this.#api.labels.warnings({ subject }),
        this.#api.labels.preview({ subject }),
      ])
      if (asked !== this.#asked) return
      this.#warnings = warnings
      this.#preview = preview
      this.#error = null
    } catch (thrown) {
      if (asked !== this.#asked) return
      this.#warnings = []
      this.#preview = null
      this.#error = toErrorData(thrown)
    }
  }

  /** Forgets what was of another subject or study. */
  clear(): void {
    this.#asked++
    this.#warnings = []
    this.#preview = null
    this.#error = null
  }

  async check(subject: string): Promise<void> {
    await this.#api.labels.check({ subject })
  }
}
