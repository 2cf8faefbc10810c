import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { tensorflowFolder } from './installation'

/** Bytes that TensorFlow takes on this disk, with what was loaded of an installation that is not finished; 0: nothing. */
export function tensorflowBytes(home: string): number {
  const folder = tensorflowFolder(home)
  let bytes = 0
  for (const entry of list(folder)) {
    if (entry.isFile()) bytes += lstatSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0
  }
  return bytes
}

function list(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
  } catch {
    // It is not there, or somebody is removing it.
    return []
  }
}
