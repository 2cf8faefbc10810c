import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../../src/core/domain/random'
import { noFilter } from '../../src/core/signal/displayFilter'
import { chunkCells, pyramidLevels } from '../../src/core/signal/pyramid'
import { describeBrowsable, readTile, type TileRequest } from '../../src/jobs/browse'
import { rebuildPyramid } from '../../src/jobs/buildPyramid'
import { importRecordings } from '../../src/jobs/importRecordings'
import type { Study } from '../../src/store/study'
import { writeLargeBdf } from '../support/largeBdf'
import { useTestFolder } from '../support/studyFolder'

const folder = useTestFolder()
const quiet = { cancellation: { requested: false }, progress: () => undefined, report: () => undefined }
const [channels, rate, seconds] = [5, 256, 700]

/** An import of noise. */
async function importNoise(): Promise<Study> {
  const path = join(folder.path, 'noise.bdf')
  const head = 256 * (channels + 2)
  const body = seconds * (channels + 1) * rate * 3
  writeLargeBdf(path, { bytes: head + body, channels, sampleRate: rate, triggers: [3, 600] })
  const bytes = readFileSync(path)
  const random = createRandom(5)
  for (let second = 0; second < seconds; second++) {
    const at = head + second * (channels + 1) * rate * 3
    for (let i = 0; i < channels * rate; i++) bytes.writeIntLE(random.integer(20_000) - 10_000, at + 3 * i, 3)
  }
  writeFileSync(path, bytes)
  const study = folder.open(join(folder.path, 'study'), true)
  const { outcomes } = await importRecordings(study, { paths: [path] }, quiet)
  expect(outcomes).toMatchObject([{ state: 'imported' }])
  return study
}

const tile = (change: Partial<TileRequest>): TileRequest => ({
  ...{ recordingId: 1, factor: 64, first: 0, cells: 400, channels: [4, 1], filter: noFilter },
  ...change,
})
const pyramidOf = (study: Study): string => join(study.folder, 'pyramids', `${study.recordings.get(1).hash}.pyramid`)

describe('the overview of a recording', () => {
  test('is built at import, and every level is what a search through the samples gives', async () => {
    const study = await importNoise()
    const signal = study.recordings.open(1).read(0, seconds * rate, [4])[0]!
    for (const { factor, cells } of pyramidLevels(seconds * rate)) {
      // Beyond the end, too: a tile at the end of a recording is not cut.
      const first = Math.max(0, Math.floor(cells / 2) - 3)
      const data = readTile(study, tile({ factor, first, cells }))!
      const expected = Array.from({ length: cells }, (_, cell) => {
        const part = signal.subarray((first + cell) * factor, (first + cell + 1) * factor)
        return part.length > 0
          ? [part.reduce((a, b) => Math.min(a, b)), part.reduce((a, b) => Math.max(a, b))]
          : [NaN, NaN]
      })
      expect([...data.subarray(0, 2 * cells)]).toEqual(expected.flat())
    }
    expect(pyramidLevels(seconds * rate)[0]!.cells).toBeGreaterThan(chunkCells)
    const view = describeBrowsable(study, 1)
    expect(view).toMatchObject({ overview: true, sampleRate: rate, gaps: [], badSpans: [] })
    expect(view.events.map(({ code, sample }) => [code, sample])).toEqual([
      ['1', 3 * rate + 100],
      ['1', 600 * rate + 100],
    ])
    // Noise between two limits lies around the middle of them.
    for (const { level } of view.channels) expect(Math.abs(level)).toBeLessThan(20)
  })

  test('is not needed for some minutes; one that is lost or damaged is built anew, to the same bytes', async () => {
    const study = await importNoise()
    const path = pyramidOf(study)
    const whole = readFileSync(path)
    const near = readTile(study, tile({}))
    const far = tile({ factor: 1024, cells: 100 })
    const once = readTile(study, far)
    study.pyramids.close()
    const damaged = Uint8Array.from(whole)
    damaged[whole.length - 9]! ^= 1
    for (const bytes of [damaged, whole.subarray(0, whole.length - 8), new Uint8Array(10), null]) {
      if (bytes) writeFileSync(path, bytes)
      else rmSync(path)
      expect(describeBrowsable(study, 1).overview).toBe(false)
      expect(readTile(study, far)).toBeNull()
      expect(readTile(study, tile({}))).toEqual(near)
      await rebuildPyramid(study, 1, quiet)
      expect(readFileSync(path).equals(whole)).toBe(true)
      expect(readTile(study, far)).toEqual(once)
      study.pyramids.close()
    }
  })

  test('leaves nothing behind when its import is cancelled, when its process has died, and with its recording', async () => {
    const study = await importNoise()
    const left = join(study.folder, 'pyramids', `${'a'.repeat(64)}.pyramid.999999999.tmp`)
    writeFileSync(left, 'half')
    await importRecordings(study, { paths: [] }, quiet)
    expect(existsSync(left)).toBe(false)
    study.recordings.remove(1)
    expect(readdirSync(join(study.folder, 'pyramids'))).toEqual([])
    const cancellation = {
      get requested() {
        return readdirSync(join(study.folder, 'pyramids')).length > 0
      },
    }
    const path = join(folder.path, 'large.bdf')
    writeLargeBdf(path, { bytes: 200 << 20 })
    await expect(importRecordings(study, { paths: [path] }, { ...quiet, cancellation })).rejects.toMatchObject({
      code: 'job/cancelled',
    })
    expect(study.recordings.list()).toEqual([])
    expect(readdirSync(join(study.folder, 'pyramids'))).toEqual([])
  })

  test('refuses channels that are not there and filters that the rate cannot carry', async () => {
    const study = await importNoise()
    expect(() => readTile(study, tile({ channels: [7] }))).toThrow('5 channels')
    expect(() => readTile(study, tile({ filter: { ...noFilter, lowpass: 200 } }))).toThrow('below 128 Hz')
  })
})
