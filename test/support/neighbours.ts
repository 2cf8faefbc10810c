import { readFileSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { openRecording, readWhole } from '../../src/core/formats/registry'
import { memorySource, type ByteSource, type FileNeighbours } from '../../src/core/formats/source'
import type { Recording } from '../../src/core/domain/recording'

export const fileSource = (path: string): ByteSource => memorySource(basename(path), new Uint8Array(readFileSync(path)))

/** Files of a folder, under other names where `renamed` says so; `null` takes one away. */
export function neighboursIn(folder: string, renamed: Readonly<Record<string, string | null>> = {}): FileNeighbours {
  const files = new Map<string, string>()
  for (const name of readdirSync(folder)) {
    const shown = name in renamed ? renamed[name]! : name
    if (shown !== null) files.set(shown, join(folder, name))
  }
  return {
    names: [...files.keys()].sort(),
    open(name) {
      const path = files.get(name)
      return path ? memorySource(name, new Uint8Array(readFileSync(path))) : null
    },
  }
}

/** All of a recording that lies in a folder with others. */
export const readWithNeighbours = (path: string, neighbours = neighboursIn(dirname(path))): Recording =>
  readWhole(openRecording(fileSource(path), neighbours))
