import { basename, dirname, extname, join } from 'node:path'
import { existsSync, readdirSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { openRecording, readWhole } from '../../src/core/formats/registry'
import { loadHdf5 } from '../../src/store/hdf5'
import type { Recording } from '../../src/core/domain/recording'
import { dataFolder } from '../support/data'
import { smallFormats } from '../support/formats'
import { fileSource, neighboursIn } from '../support/neighbours'
import { requirePythonFormats } from '../support/python'
import {
  eventsOfOurs,
  eventsOfTheirs,
  pairChannels,
  readWithOthers,
  roundings,
  storedSamples,
  type CodedEvent,
  type Finding,
  type Pair,
} from './compared'

/** Which readers of others know which files. */
const readers: Readonly<Record<string, readonly string[]>> = {
  '.edf': ['mne', 'edfio', 'pyedflib'],
  '.bdf': ['mne', 'edfio', 'pyedflib'],
  '.gdf': ['mne'],
  '.vhdr': ['mne'],
  '.set': ['mne', 'h5py'],
  '.xdf': ['pyxdf'],
  '.txt': ['numpy'],
  '.mat': ['h5py'],
  '.fif': ['mne'],
}

const runs = ['S001/S001R01.edf', 'S001/S001R04.edf', 'S001/S001R06.edf', 'S002/S002R11.edf']

function filesToCompare(): string[] {
  const small = readdirSync(smallFormats).map((name) => join(smallFormats, name))
  const data = dataFolder()
  const samples = data
    ? readdirSync(join(data, 'formats'), { recursive: true }).map((name) => join(data, 'formats', String(name)))
    : []
  const cohort = data ? runs.map((name) => join(data, 'eegmmidb', name)) : []
  return [...samples, ...cohort, ...small].filter((path) => extname(path) in readers).sort()
}

const isThere = (path: string): boolean => existsSync(path)
/** What the versions of the set-up cannot read, and why. */
const refusals: Readonly<Record<string, string>> = {
  'mne epochs.set': 'epochs are no raw file',
  'mne v73.set': 'HDF5 is read by another package',
  'mne S001R06_GDF2.51.gdf': 'AssertionError in its header',
  'pyedflib biosemi_2048hz_73ch.bdf': 'record count −1',
  'pyedflib edfplus_d_discontinuous.edf': 'format errors',
  'pyedflib S001R04_truncated_mid_record.edf': 'file size',
}
const isBroken = (path: string): boolean => /truncated_in_header|html_page|zero_bytes/.test(path)
const isHdf5 = (path: string): boolean => path.endsWith('v73.set')
const knows = (reader: string, path: string): boolean => reader !== 'h5py' || extname(path) !== '.set' || isHdf5(path)

const python = requirePythonFormats()
const plan = filesToCompare()
  .filter(isThere)
  .flatMap((path) => readers[extname(path)]!.map((reader): Pair => ({ reader, path })))
  .filter(({ reader, path }) => knows(reader, path))
const nameOf = ({ reader, path }: Pair): string => `${reader} ${basename(path)}`
const isRefused = (pair: Pair): boolean => isBroken(pair.path) || nameOf(pair) in refusals
const options = { hdf5: await loadHdf5() }
const readOurs = (path: string): Recording =>
  readWhole(openRecording(fileSource(path), neighboursIn(dirname(path)), options))

let found: Finding[] = []
const findingOf = (name: string): Finding => found.find((one) => nameOf(one) === name)!

beforeAll(() => {
  if (python) found = readWithOthers(python.run, plan)
})

/** Ours and theirs on the samples that both have: what follows a gap of more than an hour is left out by us, and said. */
function expectEqual(ours: Recording, theirs: Finding): void {
  const isCut = ours.problems.some(({ code }) => code === 'discontinuous')
  const stored = storedSamples(ours)
  const data = ours.data.map(stored)
  expect(Math.abs(ours.sampleRate / theirs.rate - 1)).toBeLessThan(1e-5)
  if (isCut) expect(data[0]!.length).toBeLessThan(theirs.count)
  else expect(data[0]!.length).toBe(theirs.count)
  const labels = ours.channels.map(({ label }) => label)
  const places = pairChannels(labels, theirs.labels)
  const lacking = labels.filter((_, i) => places[i] === -1)
  expect(lacking.filter((label) => !theirs.skipped?.includes(label))).toEqual([])
  const differences = data.map((one, i) => (places[i] === -1 ? 0 : roundings(one, theirs.data[places[i]!]!)))
  // Half of the step between two numbers of float32 is rounding.
  expect(Math.max(...differences)).toBeLessThanOrEqual(0.5)
  if (theirs.events) expectSameEvents(eventsOfOurs(ours), eventsOfTheirs(theirs))
}

/** Theirs are not rounded, and MNE's come back some microseconds late or early. */
function expectSameEvents(ours: readonly CodedEvent[], theirs: readonly CodedEvent[]): void {
  expect(ours.map(({ code }) => code)).toEqual(theirs.map(({ code }) => code))
  const distances = ours.map(({ sample }, i) => Math.abs(sample - theirs[i]!.sample))
  expect(Math.max(0, ...distances)).toBeLessThanOrEqual(0.501)
}

describe.skipIf(python === null)('rate, labels, values and events are those of', () => {
  test.each(plan.filter((pair) => !isRefused(pair)).map((pair) => [pair.reader, basename(pair.path), pair] as const))(
    '%s in %s',
    (_reader, _file, pair) => {
      const theirs = findingOf(nameOf(pair))
      expect(theirs.refused).toBeUndefined()
      expectEqual(readOurs(pair.path), theirs)
    },
  )

  test.skipIf(dataFolder() === null)('mne in the EDF that a GDF of BioSig was made from', () => {
    const data = dataFolder()!
    const ours = readOurs(join(data, 'formats/gdf/S001R06_GDF2.51.gdf'))
    expectEqual(ours, findingOf('mne S001R06.edf'))
  })
})

describe.skipIf(python === null)('what readers refuse', () => {
  test('is what the table of formats says of them', () => {
    const refused = found.filter(({ refused }) => refused !== undefined)
    expect(refused.map(nameOf).sort()).toEqual(plan.filter(isRefused).map(nameOf).sort())
  })

  test('is refused by us only where nothing is sound', () => {
    for (const path of new Set(plan.filter(isRefused).map((pair) => pair.path))) {
      if (isBroken(path)) expect(() => readOurs(path)).toThrow(/Nothing was imported/)
      else expect(readOurs(path).sampleCount).toBeGreaterThan(0)
    }
  })
})
