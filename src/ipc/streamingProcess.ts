import type { ErrorData } from '../core/domain/error'
import type { SessionRequest, SessionResult } from '../core/domain/session'
import type { DeviceView, StreamState } from './views'

/**
 * Main → streaming process. One process runs one stream, or answers one question about devices, and ends by itself.
 * `start` and `port` carry one end of a MessageChannel in `ports[0]`: the page's, for `StreamMessage`s.
 */
export type StreamingOrder =
  | {
      readonly type: 'start'
      readonly studyPath: string
      readonly request: SessionRequest
      /** Where BrainFlow's libraries lie; null: not found. */
      readonly nativesFolder: string | null
      readonly startedAtMs: number
    }
  /** Another page port, after a reload; the older one is closed. */
  | { readonly type: 'port' }
  | { readonly type: 'stop' }
  | { readonly type: 'devices'; readonly nativesFolder: string | null }

/** Streaming process → main. Exactly one of `ended` and `failed` ends a stream, `devices` and `failed` a question. */
export type StreamingNews =
  | { readonly type: 'running'; readonly stream: Omit<Extract<StreamState, { phase: 'running' }>, 'phase'> }
  | { readonly type: 'ended'; readonly result: SessionResult }
  | { readonly type: 'failed'; readonly error: ErrorData }
  | { readonly type: 'devices'; readonly devices: readonly DeviceView[]; readonly version: string }
