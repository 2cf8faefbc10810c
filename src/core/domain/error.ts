/** Every expected failure of the program. A code is a promise to the catalogue of messages and to scripts. */
export const errorCodes = [
  'file/not-found',
  'file/unreadable',
  'file/empty',
  'file/not-eeg',
  'file/web-page',
  'file/truncated-header',
  'file/truncated-data',
  'file/unsupported',
  'file/no-eeg-channels',
  'file/duplicate',
  'file/several-streams',
  'file/altered',
  'folder/no-eeg',
  'channel/place',
  'recording/in-use',
  'disk/full',
  'disk/read-only',
  'disk/failed',
  'study/not-a-study',
  'study/newer',
  'study/locked',
  'study/damaged',
  'labels/unmapped',
  'selection/too-few-trials',
  'selection/held-out-classes',
  'selection/too-few-candidates',
  'selection/conflict',
  'model/not-found',
  'model/newer',
  'model/damaged',
  'model/pipeline-mismatch',
  'export/unsupported',
  'export/not-empty',
  'export/differs',
  'export/personal',
  'signal/rate-too-low',
  'signal/bad-spec',
  'device/library-missing',
  'device/not-found',
  'device/busy',
  'device/stalled',
  'device/failed',
  'device/wiring',
  'session/not-found',
  'session/damaged',
  'session/running',
  'learner/self-test',
  'learner/unsupported',
  'learner/lost',
  'learner/none-left',
  'learner/memory',
  'install/offline',
  'install/not-found',
  'install/altered',
  'install/no-compiler',
  'install/failed',
  'install/running',
  'fetch/offline',
  'fetch/not-found',
  'fetch/altered',
  'fetch/running',
  'job/process-exited',
  'job/cancelled',
  'input/invalid',
  'internal',
] as const
export type ErrorCode = (typeof errorCodes)[number]

/** Plain data: what crosses processes. `values` fill the translated sentence for the code. */
export interface ErrorData {
  readonly code: ErrorCode
  /** Says what was expected and what came, with the values. English; for logs and the command line. */
  readonly message: string
  /** Says what the person can do. */
  readonly hint?: string
  readonly detail?: string
  readonly values?: Readonly<Record<string, string | number>>
}

export class AppError extends Error {
  readonly data: ErrorData
  constructor(data: ErrorData) {
    super(data.message)
    this.name = 'AppError'
    this.data = data
  }
  get code(): ErrorCode {
    return this.data.code
  }
}

/** Anything thrown, as plain data. Only a border (process, job, screen) calls this. */
export function toErrorData(thrown: unknown): ErrorData {
  if (thrown instanceof AppError) return thrown.data
  if (thrown instanceof Error) return { code: 'internal', message: thrown.message, detail: thrown.stack }
  return { code: 'internal', message: String(thrown) }
}
