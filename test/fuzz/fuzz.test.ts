import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadHdf5 } from '../../src/store/hdf5'
import { samplesByFormat } from './samples'
import { tryDamaged, type Verdict } from './trial'

/** `npm run fuzz` sets these; without it every format has its fixed share. */
const count = Number(process.env['SPARSECAP_FUZZ_COUNT'] ?? 2000)
const seed = Number(process.env['SPARSECAP_FUZZ_SEED'] ?? 20261124)
const only = process.env['SPARSECAP_FUZZ_FORMAT']
/** What was being tried, for a run that had to be ended. */
const note = resolve(import.meta.dirname, '../../.cache/test/fuzz.txt')
mkdirSync(dirname(note), { recursive: true })

const formats = [...samplesByFormat()].filter(([format]) => !only || format === only)
const options = { hdf5: await loadHdf5() }

describe('a damaged file is read as it claims, or refused in words', () => {
  test.each(formats)('%s', (format, samples) => {
    const verdicts: Record<Verdict, number> = { read: 0, refused: 0 }
    for (let turn = 0; turn < count; turn++) {
      const own = seed + turn
      const again = `npm run fuzz -- --format ${format} --seed ${own} --count 1`
      if (turn % 16 === 0) writeFileSync(note, `${again.replace('--count 1', '--count 16')}\n`)
      try {
        verdicts[tryDamaged(samples, own, options)]++
      } catch (thrown) {
        throw new Error(`${(thrown as Error).message}\nAgain: ${again}`, { cause: thrown })
      }
    }
    // Damage that nothing survives, or that nothing notices, would find nothing.
    if (count >= 500) expect(Math.min(verdicts.read, verdicts.refused)).toBeGreaterThan(count / 100)
  })
})
