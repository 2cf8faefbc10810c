import { beforeAll, describe, expect, test } from 'vitest'
import { requireData } from '../../test/support/data'
import { smallBytes, smallFile, smallSamples } from '../../test/support/formats'
import { expectSound } from '../../test/support/mutations'
import { fileSource } from '../../test/support/neighbours'
import { AppError } from '../core/domain/error'
import type { OpenHdf5 } from '../core/formats/mat/hdf5'
import { openRecording, readWhole } from '../core/formats/registry'
import { memorySource, noNeighbours, type ByteSource } from '../core/formats/source'
import { loadedHdf5, loadHdf5 } from './hdf5'

let hdf5: OpenHdf5
beforeAll(async () => {
  hdf5 = await loadHdf5()
})
const open = (source: ByteSource) => openRecording(source, noNeighbours, { hdf5 })

test('the library is loaded once', async () => {
  expect(await loadHdf5()).toBe(hdf5)
  expect(loadedHdf5()).toBe(hdf5)
})

describe('MATLAB 7.3', () => {
  test('an EEGLAB dataset is what it is in MATLAB 5', () => {
    const [read, old] = [readWhole(open(smallFile('v73.set'))), readWhole(open(smallFile('inside.set')))]
    expect(read).toEqual(old)
  })
  test('the High-Gamma layout: 500 Hz, classes by name, four seconds a trial; breath is no voltage', () => {
    const read = readWhole(open(smallFile('highGamma.mat')))
    expect(read).toMatchObject({ format: 'matlab', sampleRate: 500, sampleCount: 800 })
    expect(read.data).toEqual(smallSamples('highGamma.f32', 5))
    expect(read.channels.map(({ electrode, unit }) => [electrode, unit])).toEqual([
      ['Fp1', 'µV'],
      ['C3', 'µV'],
      ['FCC5h', 'µV'],
      [null, 'µV'],
      [null, 'n/a'],
    ])
    // Samples as braindecode has them: round(time · fs / 1000).
    expect(read.markers).toEqual([
      { code: 'Left Hand', sample: 101, duration: 4 },
      { code: 'Right Hand', sample: 400, duration: 4 },
      { code: 'Feet', sample: 600, duration: 4 },
    ])
    expect(read.problems[0]).toMatchObject({ code: 'bad-annotation', values: { count: 1 } })
  })
  test('parts are read where they lie, whichever file was read before', () => {
    const readers = ['v73.set', 'highGamma.mat'].map((name) => open(smallFile(name)))
    const wholes = readers.map((reader) => reader.read(0, 500))
    for (let turn = 0; turn < 6; turn++)
      readers.forEach((reader, i) =>
        expect(reader.read(90 * turn, 90 * turn + 30, [2])[0]).toEqual(wholes[i]![2]!.slice(90 * turn, 90 * turn + 30)),
      )
  })
  test('a file that cannot be read on tells why, and the next one is read', () => {
    const source = smallFile('v73.set')
    let reads = 0
    const failing: ByteSource = {
      ...source,
      read(offset, length) {
        if (++reads > 12) throw new AppError({ code: 'file/unreadable', message: 'The disk is gone.' })
        return source.read(offset, length)
      },
    }
    expect(() => open(failing)).toThrow('The disk is gone.')
    expect(open(smallFile('v73.set')).info.sampleCount).toBe(625)
  })
})

const real = requireData('formats/mat/S001R04_v73.mat')
const edf = requireData('eegmmidb/S001/S001R04.edf')
test.skipIf(!real || !edf)('a run of EEGMMIDB in MATLAB 7.3 is the run: every sample, every event', () => {
  const [read, original] = [readWhole(open(fileSource(real!))), readWhole(open(fileSource(edf!)))]
  expect(read).toMatchObject({ sampleRate: 160, sampleCount: 20_000 })
  expect(read.channels.map(({ electrode }) => electrode)).toEqual(original.channels.map(({ electrode }) => electrode))
  expect(read.data).toEqual(original.data)
  expect(read.markers.map(({ code, sample }) => [`T${code}`, sample])).toEqual(
    original.markers.map(({ code, sample }) => [code, sample]),
  )
  expect(read.problems.map(({ code }) => code)).toEqual(['unknown-unit'])
})

describe('damage', () => {
  test('a chunk that cannot be unpacked is never read as noise', () => {
    const bytes = smallBytes('v73.set')
    const original = readWhole(open(memorySource('v73.set', bytes)))
    // Where zlib's streams begin: each chunk is one.
    const chunks = [...bytes.keys()].filter((at) => bytes[at] === 0x78 && bytes[at + 1] === 0x5e)
    let told = 0
    for (const at of chunks.flatMap((start) => [20, 200, 900].map((ahead) => start + ahead))) {
      const changed = bytes.slice()
      changed[at]! ^= 0x10
      try {
        expect(readWhole(open(memorySource('v73.set', changed))).data).toEqual(original.data)
      } catch (thrown) {
        if (!(thrown instanceof AppError)) throw thrown
        expect(thrown.message).toMatch(/HDF5 data of this file are damaged/)
        told++
      }
    }
    expect(told).toBeGreaterThan(12)
  })

  test.each([
    ['v73.set', 30_000],
    ['highGamma.mat', 42_000],
  ])('whatever bytes of %s are changed or cut, it is read or refused with a sentence', (name, reach) => {
    const refused = expectSound(smallBytes(name), (bytes) => open(memorySource(name, bytes)), {
      turns: 300,
      seed: 13,
      reach,
    })
    expect(refused).toBeGreaterThan(30)
    expect(refused).toBeLessThan(295)
    expect(open(smallFile(name)).info.channels.length).toBeGreaterThan(3)
  })
})
