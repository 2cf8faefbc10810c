import type { BadSpan } from '../../../../core/domain/badSpans'
import type { ElectrodeName } from '../../../../core/domain/electrode'
import type { ApiClient } from '../../../lib/api'
import { remember, withElectrodeToggled, withoutSpan, withSpan, type Marks } from './marks'

const none: Marks = { spans: [], electrodes: [] }

/** What is marked in the recording that is looked at: saved with each change, and taken back change by change. */
export class MarkState {
  readonly #api: ApiClient
  #recordingId: number | null = null
  #marks = $state.raw<Marks>(none)
  #history = $state.raw<readonly Marks[]>([])
  constructor(api: ApiClient) {
    this.#api = api
  }
  get spans(): readonly BadSpan[] {
    return this.#marks.spans
  }
  get electrodes(): readonly ElectrodeName[] {
    return this.#marks.electrodes
  }
  get canUndo(): boolean {
    return this.#history.length > 0
  }

  /** Marks as the study has them; `null`: of no recording. */
  take(recordingId: number | null, marks: Marks = none): void {
    if (recordingId !== this.#recordingId) this.#history = []
    this.#recordingId = recordingId
    this.#marks = marks
  }
  /** What was marked elsewhere, on the head of the inspector. */
  takeElectrodes(electrodes: readonly ElectrodeName[]): void {
    if (JSON.stringify(electrodes) !== JSON.stringify(this.#marks.electrodes))
      this.#marks = { ...this.#marks, electrodes }
  }

  /** These throw AppError; the marks are then as before. */
  async add(range: { readonly from: number; readonly to: number }, sampleCount: number): Promise<void> {
    await this.#change(withSpan(this.#marks, range, sampleCount))
  }
  async remove(span: BadSpan): Promise<void> {
    await this.#change(withoutSpan(this.#marks, span))
  }
  async toggle(electrode: ElectrodeName): Promise<void> {
    await this.#change(withElectrodeToggled(this.#marks, electrode))
  }
  async undo(): Promise<void> {
    const before = this.#history.at(-1)
    if (!before) return
    await this.#save(before)
    this.#history = this.#history.slice(0, -1)
  }

  async #change(next: Marks): Promise<void> {
    const before = this.#marks
    await this.#save(next)
    this.#history = remember(this.#history, before)
  }
  async #save(next: Marks): Promise<void> {
    const recordingId = this.#recordingId
    if (recordingId === null) return
    const before = this.#marks
    this.#marks = next
    try {
      if (JSON.stringify(next.spans) !== JSON.stringify(before.spans))
        await this.#api.browser.setBadSpans({ recordingId, spans: next.spans.map((span) => ({ ...span })) })
      if (JSON.stringify(next.electrodes) !== JSON.stringify(before.electrodes))
        await this.#api.recordings.setBad({ recordingId, electrodes: [...next.electrodes] })
    } catch (thrown) {
      if (this.#recordingId === recordingId) this.#marks = before
      throw thrown
    }
  }
}
