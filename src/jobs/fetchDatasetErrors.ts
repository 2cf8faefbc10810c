import { AppError } from '../core/domain/error'
import type { DownloadFailures } from './download/download'

/** How often a wrong file was fetched does not show in a single download: `fetchDataset` asks twice. */
export const fetchFailures: DownloadFailures = {
  offline: (host, why) => new FetchStopped(host, why),
  missing: (file, origin) =>
    new AppError({
      code: 'fetch/not-found',
      message: `${new URL(origin).host} does not have ${file}`,
      hint: 'The data set may have moved. See its home page; files loaded by hand can be added as usual.',
      values: { file, host: new URL(origin).host },
    }),
  altered: (file, expected, got) =>
    new AppError({
      code: 'fetch/altered',
      message: `${file} is not the file that was published, twice in a row: expected sha256 ${expected}, got ${got}. It was thrown away`,
      hint: 'Try again later; if it stays so, something on the way alters downloads. Compare the file with the list of its publisher.',
      values: { file, expected, got },
    }),
}

/** The server cannot be had now: no other file can be loaded either. */
export class FetchStopped extends Error {
  readonly host: string
  readonly why: string
  constructor(host: string, why: string) {
    super(`${host}: ${why}`)
    this.name = 'FetchStopped'
    this.host = host
    this.why = why
  }
}

export const stopped = ({ host, why }: FetchStopped, file: string, missing: number): AppError =>
  new AppError({
    code: 'fetch/offline',
    message: `${host} could not be reached: ${why}. Missing: ${missing} ${missing === 1 ? 'file' : 'files'}, from ${file} on`,
    hint: 'Check the connection and start again: what has come is kept, and the rest is loaded from there.',
    detail: why,
    values: { host, why, file, missing },
  })

export const running = (path: string): AppError =>
  new AppError({
    code: 'fetch/running',
    message: `Another window or command line is loading into ${path}`,
    hint: 'Wait until it is done, or name another folder.',
    values: { path },
  })

export const noSpace = (path: string, needed: number, free: number): AppError =>
  new AppError({
    code: 'disk/full',
    message: `About ${megabytes(needed)} are to come, and the disk of ${path} has ${megabytes(free)} left`,
    hint: 'Free some space, choose fewer subjects or runs, or name a folder on another disk.',
    values: { path },
  })

export const cancelled = (): AppError =>
  new AppError({
    code: 'job/cancelled',
    message: 'The download was cancelled. What has come is kept, and the next one goes on from there.',
  })

export const notInArchive = (file: string, archive: string): AppError =>
  new AppError({
    code: 'fetch/not-found',
    message: `${archive} does not have ${file}`,
    hint: 'The data set may have changed. See its home page; files loaded by hand can be added as usual.',
    values: { file, host: archive },
  })

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`
