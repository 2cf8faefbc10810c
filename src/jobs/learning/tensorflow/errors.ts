import { AppError } from '../../../core/domain/error'
import type { DownloadFailures } from '../../download/download'

export const cancelled = (): AppError =>
  new AppError({ code: 'job/cancelled', message: 'Putting TensorFlow in place was cancelled. It goes on from there.' })

export const offline = (host: string, detail: string): AppError =>
  new AppError({
    code: 'install/offline',
    message: `${host} could not be reached (${detail})`,
    hint: 'Check the connection, or name your own package index in pip’s settings (index-url). What was loaded is kept.',
    detail,
    values: { host },
  })

export const notInIndex = (file: string, index: string): AppError =>
  new AppError({
    code: 'install/not-found',
    message: `The package index ${index} does not have ${file}`,
    hint: 'Use PyPI, or ask whoever runs this index to add it.',
    values: { file, index },
  })

export const altered = (file: string, expected: string, got: string): AppError =>
  new AppError({
    code: 'install/altered',
    message: `${file} is not the file that was pinned: expected sha256 ${expected}, got ${got}. It was thrown away`,
    hint: 'Try again; if it stays so, something on the way alters downloads.',
    values: { file, expected, got },
  })

/** What failures of a download are called here. */
export const installFailures: DownloadFailures = { offline, missing: notInIndex, altered }

export const noCompiler = (hint: string): AppError =>
  new AppError({
    code: 'install/no-compiler',
    message: 'No C++ compiler was found; TensorFlow’s link to Node has to be compiled once',
    hint,
    values: { command: hint },
  })

export const compileFailed = (detail: string): AppError =>
  new AppError({
    code: 'install/failed',
    message: 'TensorFlow’s link to Node could not be compiled',
    hint: 'See the compiler’s message; a compiler that knows C++17 (g++ 8 or newer) is needed.',
    detail,
  })

export const failed = (message: string, hint: string, detail?: string): AppError =>
  new AppError({ code: 'install/failed', message, hint, detail })

export const unsupported = (message: string, hint: string): AppError =>
  new AppError({ code: 'learner/unsupported', message, hint, values: { lack: 'unsupported-platform' } })

export const diskFull = (path: string, needed: number, free: number): AppError =>
  new AppError({
    code: 'disk/full',
    message: `TensorFlow needs ${megabytes(needed)} on the disk of ${path}, which has ${megabytes(free)} left`,
    hint: 'Free some space on that disk, or name a folder on another one in SPARSECAP_HOME, and try again.',
    values: { path },
  })

export const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`
