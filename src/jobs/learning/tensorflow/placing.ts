import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { syncFolder } from '../../../store/atomicWrite'

/** Being built; what is left of one that was killed can be deleted. */
export const unfinished = '.unfinished-'

/** Where the installation before lies while the new one takes its place: a process that is killed between the two renames
 *  leaves it there, as good as before. */
export const previousOf = (folder: string): string => join(dirname(folder), `.previous-${basename(folder)}`)

/** After runs that were killed: half-built ones go, and an installation that was moved aside comes back. */
export function tidy(folder: string): void {
  const [all, previous] = [dirname(folder), previousOf(folder)]
  for (const name of readdirSync(all)) {
    if (name.startsWith(unfinished)) rmSync(join(all, name), { recursive: true, force: true })
  }
  if (!existsSync(previous)) return
  if (existsSync(folder)) rmSync(previous, { recursive: true, force: true })
  else renameSync(previous, folder)
}

/** Puts what was built in its place. One of the two is there at any moment, after a cut of the power too. */
export function putInPlace(built: string, folder: string): void {
  const previous = previousOf(folder)
  rmSync(previous, { recursive: true, force: true })
  if (existsSync(folder)) renameSync(folder, previous)
  renameSync(built, folder)
  syncFolder(dirname(folder))
  rmSync(previous, { recursive: true, force: true })
}

/** Brings a file to the disk. Rejects when the signal says so, without waiting for a slow one. */
export async function flush(path: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  // Windows flushes only what is open for writing.
  const file = await open(path, process.platform === 'win32' ? 'r+' : 'r')
  const synced = file.sync().finally(() => file.close())
  let stop = (): void => undefined
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error)
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    await Promise.race([synced, stopped])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
