import { toErrorData } from '../../core/domain/error'
import type { ErrorData } from '../../core/domain/error'
import type { NotesChange } from '../../core/domain/recordingNotes'
import type { MarkerMeaning } from '../../core/domain/trial'
import type { ChannelChange } from '../../core/montage/channelEdits'
import type { RecordingView } from '../../ipc/views'
import type { ApiClient } from './api'

/** Whose recording it is, and which run. */
export interface RecordingName {
  readonly subject: string
  readonly run: string
  /** Null or empty: none. */
  readonly session?: string | null
}

export interface ImportWish {
  /** Take the sound part of a file that ends too early. */
  readonly keepPartial?: boolean
  /** Number of the stream that is the EEG, where a file holds several. */
  readonly stream?: number
}

/** The recordings of the open study, with their labels. */
export class RecordingsState {
  #api: ApiClient
  #all = $state.raw<readonly RecordingView[]>([])
  #loaded = $state(false)
  #error = $state.raw<ErrorData | null>(null)
  #asked = 0
  /** Number of the run that the inspector is about; kept while other screens are shown. */
  selected = $state<number | null>(null)
  constructor(api: ApiClient) {
    this.#api = api
  }

  get all(): readonly RecordingView[] {
    return this.#all
  }
  get loaded(): boolean {
    return this.#loaded
  }
  get error(): ErrorData | null {
    return this.#error
  }
  ofSubject(subject: string | null): readonly RecordingView[] {
    return this.#all.filter((recording) => recording.summary.subject === subject)
  }
  /** Runs with markers whose meaning nobody has confirmed. */
  get unconfirmed(): readonly RecordingView[] {
    return this.#all.filter(
      ({ summary, eventMap }) => Object.keys(summary.markerCounts).length > 0 && !eventMap.confirmed,
    )
  }
  get trialCount(): number {
    return this.#all.reduce((sum, { classCounts }) => sum + Object.values(classCounts).reduce((a, b) => a + b, 0), 0)
  }

  /** Asks for the list; the answer to an older question is dropped. */
  async refresh(): Promise<void> {
    const asked = ++this.#asked
    try {
      const list = await this.#api.recordings.list()
      if (asked !== this.#asked) return
      this.#all = list
      this.#error = null
    } catch (thrown) {
      if (asked === this.#asked) this.#error = toErrorData(thrown)
    }
    this.#loaded = true
  }
  clear(): void {
    this.#asked++
    this.#all = []
    this.#loaded = false
    this.selected = null
  }

  /** Each throws AppError. */
  async import(paths: readonly string[], { keepPartial = false, stream }: ImportWish = {}): Promise<void> {
    const streams = stream === undefined ? {} : { streams: { signal: stream } }
    if (paths.length > 0) await this.#api.recordings.import({ paths: [...paths], keepPartial, ...streams })
  }
  async rename(recordingId: number, name: RecordingName): Promise<void> {
    await this.#api.recordings.rename({ recordingId, ...name })
    await this.refresh()
  }
  async remove(recordingIds: readonly number[]): Promise<void> {
    await this.#api.recordings.remove({ recordingIds: [...recordingIds] })
    await this.refresh()
  }
  async annotate(recordingIds: readonly number[], { add, remove, note }: NotesChange): Promise<void> {
    await this.#api.recordings.annotate({
      recordingIds: [...recordingIds],
      ...(add ? { add: [...add] } : {}),
      ...(remove ? { remove: [...remove] } : {}),
      ...(note === undefined ? {} : { note }),
    })
    await this.refresh()
  }
  /** Returns how many recordings are different now. */
  async setChannels(recordingIds: readonly number[], changes: readonly ChannelChange[]): Promise<number> {
    const changed = await this.#api.recordings.setChannels({
      recordingIds: [...recordingIds],
      changes: changes.map((change) => ({ ...change })),
    })
    await this.refresh()
    return changed
  }
  async setLabels(
    recordingIds: readonly number[],
    meanings: readonly MarkerMeaning[],
    confirmed: boolean,
  ): Promise<void> {
    await this.#api.labels.set({
      recordingIds: [...recordingIds],
      meanings: meanings.map((one) => ({ ...one })),
      confirmed,
    })
    await this.refresh()
  }
  async resetLabels(recordingIds: readonly number[]): Promise<void> {
    for (const recordingId of recordingIds) await this.#api.labels.reset({ recordingId })
    await this.refresh()
  }
}
