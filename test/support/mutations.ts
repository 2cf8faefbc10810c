import { expect } from 'vitest'
import { AppError } from '../../src/core/domain/error'
import { createRandom, type Random } from '../../src/core/domain/random'
import { readWhole } from '../../src/core/formats/registry'
import type { RecordingReader } from '../../src/core/formats/reader'

export interface Mutations {
  readonly turns: number
  readonly seed: number
  /** Changes are made before this offset most of the time; everywhere else now and then. */
  readonly reach: number
  /** Bytes that are put in; any when absent. */
  readonly letters?: string
}

/** A copy that is cut, changed in a few bytes, or has a part of it zeroed or repeated. */
export function damage(bytes: Uint8Array, dice: Random, { reach, letters }: Mutations): Uint8Array {
  const copy = bytes.slice(0, dice.next() < 0.7 ? bytes.length : dice.integer(bytes.length))
  if (copy.length === 0) return copy
  const within = Math.min(copy.length, dice.next() < 0.8 ? reach : copy.length)
  for (let i = dice.integer(6); i >= 0; i--) {
    const at = dice.integer(within)
    if (letters) copy[at] = letters.charCodeAt(dice.integer(letters.length))
    else copy[at] = dice.next() < 0.3 ? [0, 1, 127, 128, 255][dice.integer(5)]! : dice.integer(256)
  }
  if (dice.next() < 0.1) copy.copyWithin(dice.integer(within), dice.integer(within), dice.integer(within) + 64)
  return copy
}

/** Every damaged copy is read, whole and of the length it promises, or refused with a typed error. Returns how many were refused. */
export function expectSound(
  bytes: Uint8Array,
  open: (damaged: Uint8Array) => RecordingReader,
  plan: Mutations,
): number {
  const dice = createRandom(plan.seed)
  let refused = 0
  for (let turn = 0; turn < plan.turns; turn++) {
    const damaged = damage(bytes, dice, plan)
    try {
      const reader = open(damaged)
      // What a damaged header makes of a small file is held samples: only as many as a small file's are asked for.
      const { sampleCount, channels, markers } = reader.info
      const most = Math.min(sampleCount, 100_000)
      for (const data of reader.read(0, most)) expect(data.length).toBe(most)
      expect(channels.length).toBeGreaterThan(0)
      for (const { sample } of markers) expect(sample >= 0 && sample < sampleCount).toBe(true)
      if (sampleCount < 100_000) for (const data of readWhole(reader).data) expect(data.length).toBe(sampleCount)
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw new Error(`turn ${turn}`, { cause: thrown })
      refused++
    }
  }
  return refused
}
