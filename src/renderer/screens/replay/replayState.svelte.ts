import type { ErrorData } from '../../../core/domain/error'
import { toErrorData } from '../../../core/domain/error'
import type { SessionRequest, SessionSummary } from '../../../core/domain/session'
import type { ClassId } from '../../../core/domain/trial'
import type { ModelSummary, RecordingView } from '../../../ipc/views'
import type { ApiClient } from '../../lib/api'

export type ReplayChoice =
  { readonly kind: 'recording'; readonly id: number } | { readonly kind: 'session'; readonly id: string }

/** 1 as recorded, 0 as fast as possible. */
export type ReplaySpeed = '1' | '4' | '0'

/** What can be replayed, and what was chosen. */
export class ReplayState {
  readonly #api: Pick<ApiClient, 'session'>
  speed = $state<ReplaySpeed>('1')
  #sessions = $state.raw<readonly SessionSummary[]>([])
  #loaded = $state(false)
  #error = $state.raw<ErrorData | null>(null)
  #choice = $state.raw<ReplayChoice | null>(null)
  #dismissed = $state<string | null>(null)
  #asked = 0

  constructor(api: Pick<ApiClient, 'session'>) {
    this.#api = api
  }
  get sessions(): readonly SessionSummary[] {
    return this.#sessions
  }
  /** The newest session, if its process died; null once the person went on from it. */
  get interrupted(): SessionSummary | null {
    const newest = this.#sessions[0]
    return newest && !newest.closed && newest.seconds > 0 && newest.id !== this.#dismissed ? newest : null
  }
  dismissInterrupted(): void {
    this.#dismissed = this.#sessions[0]?.id ?? null
  }
  get loaded(): boolean {
    return this.#loaded
  }
  get error(): ErrorData | null {
    return this.#error
  }
  get choice(): ReplayChoice | null {
    return this.#choice
  }
  choose(choice: ReplayChoice): void {
    this.#choice = choice
  }

  /** Another study is open: nothing of the last one stays, nor an answer that is still on its way. */
  clear(): void {
    this.#asked++
    this.#sessions = []
    this.#loaded = false
    this.#error = null
    this.#choice = null
    this.#dismissed = null
  }
  async load(): Promise<void> {
    const asked = ++this.#asked
    try {
      const list = await this.#api.session.list()
      if (asked !== this.#asked) return
      this.#sessions = list.toSorted((a, b) => b.startedAtMs - a.startedAtMs)
      this.#error = null
    } catch (thrown) {
      this.#error = toErrorData(thrown)
    }
    this.#loaded = true
  }
  /** Throws AppError. */
  async remove(sessionId: string): Promise<void> {
    await this.#api.session.remove({ sessionId })
    this.#sessions = this.#sessions.filter(({ id }) => id !== sessionId)
    if (this.#choice?.kind === 'session' && this.#choice.id === sessionId) this.#choice = null
  }

  toRequest(choice: ReplayChoice, modelId: string): SessionRequest {
    const speed = Number(this.speed)
    const source =
      choice.kind === 'recording'
        ? ({ kind: 'recording', recordingId: choice.id, speed } as const)
        : ({ kind: 'session', sessionId: choice.id, speed } as const)
    return { modelId, source, record: false }
  }
}

/** Length of what is replayed in samples of its own clock; null while it is not known. */
export function lengthOf(
  { source }: SessionRequest,
  recordings: readonly RecordingView[],
  sessions: readonly SessionSummary[],
): number | null {
  if (source.kind === 'recording') {
    return recordings.find(({ summary }) => summary.id === source.recordingId)?.summary.sampleCount ?? null
  }
  const session = source.kind === 'session' ? sessions.find(({ id }) => id === source.sessionId) : undefined
  return session ? session.seconds * session.sampleRate : null
}

/** How far a recording and a decoder fit, before anything is started. */
export type Fit = 'fits' | 'trained-on' | 'held-out' | 'lacks-electrodes' | 'other-classes'
export function fitOf(recording: RecordingView, model: ModelSummary): Fit {
  const { summary } = recording
  if (model.electrodes.some((electrode) => !summary.electrodes.includes(electrode))) return 'lacks-electrodes'
  if (foreignCues(recording, model.classes)) return 'other-classes'
  if (model.trainedOn.includes(summary.hash)) return 'trained-on'
  return model.heldOut.includes(summary.hash) ? 'held-out' : 'fits'
}

/** Cues of a recording when none is of the decoder's classes: how many, of which; null where some are, or there are none. */
export function foreignCues(
  { classCounts }: RecordingView,
  classes: readonly ClassId[],
): { readonly count: number; readonly classes: readonly ClassId[] } | null {
  const present = Object.entries(classCounts).filter(([, count]) => count > 0)
  if (present.some(([classId]) => classes.includes(classId))) return null
  const cues = present.filter(([classId]) => classId !== 'rest')
  if (cues.length === 0) return null
  return { count: cues.reduce((sum, [, count]) => sum + count, 0), classes: cues.map(([classId]) => classId) }
}
