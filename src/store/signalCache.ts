import type { Recording } from '../core/domain/recording'

/** Whole recordings that were looked at last. */
export interface SignalCache {
  get(id: number, read: () => Recording): Recording
  forget(id: number): void
  clear(): void
}

/** Signals kept in memory for a second look, bytes; the newest recording stays whatever its size. */
const keptBytes = 400e6
const sizeOf = ({ data }: Recording): number => data.reduce((sum, { byteLength }) => sum + byteLength, 0)

export function createSignalCache(): SignalCache {
  const kept = new Map<number, Recording>()
  return {
    get(id, read) {
      const recording = kept.get(id) ?? read()
      // The order of a Map is the order of use here: the first is the longest unused.
      kept.delete(id)
      kept.set(id, recording)
      let bytes = [...kept.values()].reduce((sum, one) => sum + sizeOf(one), 0)
      for (const [oldest, one] of kept) {
        if (bytes <= keptBytes || oldest === id) break
        kept.delete(oldest)
        bytes -= sizeOf(one)
      }
      return recording
    },
    forget: (id) => void kept.delete(id),
    clear: () => kept.clear(),
  }
}
