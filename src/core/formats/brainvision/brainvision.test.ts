import { dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { requireData } from '../../../../test/support/data'
import { fileSource, neighboursIn, readWithNeighbours } from '../../../../test/support/neighbours'
import { AppError } from '../../domain/error'
import { openRecording } from '../registry'

const path = requireData('formats/brainvision/test.vhdr')
const units = requireData('formats/brainvision/test_units.vhdr')
const old = requireData('formats/brainvision/test_old_layout_latin1_software_filter.vhdr')

describe.skipIf(!path || !units || !old)('BrainVision', () => {
  const folder = path ? dirname(path) : ''

  test('multiplexed 16-bit samples with their markers, and when it began', () => {
    const read = readWithNeighbours(path!)
    expect(read).toMatchObject({
      format: 'brainvision',
      sampleRate: 1000,
      sampleCount: 7900,
      startedAt: '2013-11-13T16:14:03',
    })
    expect(read.channels[0]).toEqual({ label: 'FP1', electrode: 'Fp1', unit: 'µV' })
    expect(read.channels[26]).toEqual({ label: 'CP5', electrode: null, unit: 'BS' })
    expect(read.markers.length).toBe(13)
    expect(read.markers[0]).toEqual({ code: 'S253', sample: 486 })
    expect(read.data.every((channel) => channel.every(Number.isFinite))).toBe(true)
  })

  test('nanovolts, millivolts and volts become microvolts', () => {
    const [plain, scaled] = [readWithNeighbours(path!), readWithNeighbours(units!)]
    for (const channel of [0, 1, 2, 3]) {
      scaled.data[channel]!.forEach((value, i) => expect(value).toBeCloseTo(plain.data[channel]![i]!, 2))
    }
  })

  test('vectorised floats, an old layout without units, Latin-1', () => {
    const read = readWithNeighbours(old!)
    expect(read).toMatchObject({ sampleRate: 250, sampleCount: 251 })
    expect(read.channels[24]).toMatchObject({ label: 'A2', unit: 'µV' })
    expect(read.data[3]!.length).toBe(251)
    const part = openRecording(fileSource(old!), neighboursIn(folder)).read(100, 120, [3])
    expect(part[0]).toEqual(read.data[3]!.slice(100, 120))
  })

  test('is found from its data or marker file too', () => {
    const read = readWithNeighbours(path!.replace('.vhdr', '.eeg'))
    expect(read).toMatchObject({ sampleCount: 7900, problems: readWithNeighbours(path!).problems })
  })

  test('files that were renamed are found beside the header, and said', () => {
    const renamed = neighboursIn(folder, {
      'test.vhdr': 'S01.vhdr',
      'test.eeg': 'S01.eeg',
      'test.vmrk': 'S01.vmrk',
    })
    const reader = openRecording(renamed.open('S01.vhdr')!, renamed)
    expect(reader.companions).toEqual(['S01.eeg', 'S01.vmrk'])
    const said = reader.info.problems.filter(({ code }) => code === 'companion-renamed')
    expect(said.map(({ values }) => values)).toEqual([
      { expected: 'test.eeg', got: 'S01.eeg' },
      { expected: 'test.vmrk', got: 'S01.vmrk' },
    ])
  })

  test('without its data file it is refused, without its markers it is read and said', () => {
    const alone = neighboursIn(folder, Object.fromEntries(neighboursIn(folder).names.map((name) => [name, null])))
    expect(() => openRecording(fileSource(path!), alone)).toThrow(AppError)
    const gone = { 'test.vmrk': null, 'test_old_layout_latin1_software_filter.vmrk': null }
    const { info } = openRecording(fileSource(path!), neighboursIn(folder, gone))
    expect(info.problems[0]).toMatchObject({ code: 'companion-missing' })
    expect(info.markers).toEqual([])
  })
})
