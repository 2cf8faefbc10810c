import { basename } from 'node:path'
import type { JobContext } from '../core/domain/job'
import { megabytes } from './fetchDatasetErrors'
import type { WantedFile } from './fetchDataset'

/** Bytes and files of a download; sizes are estimates until the server tells them. */
export interface FetchMeter {
  moved(file: WantedFile, done: number, total: number | null): void
  archive(name: string, done: number, total: number): void
  finished(file: WantedFile): void
}

const everyMs = 100

export function createMeter(files: readonly WantedFile[], { progress }: Pick<JobContext, 'progress'>): FetchMeter {
  const sizes = new Map(files.map(({ path, bytes }) => [path, { done: 0, total: bytes }]))
  let [total, done, ready, tellAtMs] = [files.reduce((sum, { bytes }) => sum + bytes, 0), 0, 0, 0]
  const note = (key: string, next: { done: number; total: number }): void => {
    const before = sizes.get(key) ?? { done: 0, total: 0 }
    sizes.set(key, next)
    total += next.total - before.total
    done += next.done - before.done
  }
  const tell = (file: string, always = false): void => {
    const now = Date.now()
    if (!always && now < tellAtMs) return
    tellAtMs = now + everyMs
    const amount = `${megabytes(done)} / ${megabytes(total)}`
    progress({ step: 'fetch_file', values: { file, number: ready, files: files.length, amount }, done, total })
  }
  const sizeOf = (path: string) => sizes.get(path)!
  return {
    moved(file, moved, whole) {
      note(file.path, { done: moved, total: Math.max(moved, whole ?? sizeOf(file.path).total) })
      tell(basename(file.path))
    },
    archive(name, moved, whole) {
      note(name, { done: moved, total: Math.max(moved, whole) })
      tell(name)
    },
    finished(file) {
      ready++
      const { done: moved, total: whole } = sizeOf(file.path)
      // What was there before has no length that was told.
      note(file.path, moved > 0 ? { done: moved, total: moved } : { done: whole, total: whole })
      tell(basename(file.path), ready === files.length)
    },
  }
}
