import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { requireData } from '../../../test/support/data'
import { createRandom } from '../domain/random'
import { samples } from '../domain/units'
import { createBlockReader, readerOf } from './reader'
import { openRecording, readRecording } from './registry'
import { memorySource, type FileNeighbours } from './source'

const files = [
  'eegmmidb/S001/S001R04.edf',
  'formats/edf/edfplus_d_discontinuous.edf',
  'formats/malformed/S001R04_truncated_mid_record.edf',
  'formats/bdf/biosemi_2048hz_73ch.bdf',
  'formats/gdf/S001R04_GDF1.25.gdf',
  'formats/brainvision/test.vhdr',
  'formats/eeglab/eeglab_data.set',
]
const open = (path: string) => {
  const source = (name: string) => memorySource(name, new Uint8Array(readFileSync(join(dirname(path), name))))
  const neighbours: FileNeighbours = { names: [], open: (name) => source(name) }
  return openRecording(source(basename(path)), neighbours)
}

describe.each(files)('%s block after block', (file) => {
  const path = requireData(file)
  test.skipIf(path === null)('has the samples that reading anew gives, whatever stood in the memory', () => {
    const reader = open(path!)
    const { sampleCount, channels } = reader.info
    const random = createRandom(2)
    const picked = channels.map((_, i) => i).filter((i) => i % 3 !== 1)
    const most = 3000
    const [all, some] = [createBlockReader(reader, most), createBlockReader(reader, most, picked)]
    for (let turn = 0; turn < 12; turn++) {
      const from = samples(random.integer(sampleCount))
      const to = samples(Math.min(sampleCount, from + (turn % 3 === 0 ? most : 1 + random.integer(most))))
      expect(all(from, to)).toEqual(reader.read(from, to))
      const read = some(from, to)
      expect(read).toEqual(reader.read(from, to, picked))
      for (const one of read) one.fill(NaN)
    }
  })
})

test('a reader that has everything in memory gives what is not its own', () => {
  const path = requireData(files[0]!)
  if (path === null) return
  const reader = readerOf(readRecording('S001R04.edf', new Uint8Array(readFileSync(path))))
  const before = reader.read(samples(0), samples(50))
  for (const one of createBlockReader(reader, 50)(samples(0), samples(50))) one.fill(7)
  expect(reader.read(samples(0), samples(50))).toEqual(before)
})
