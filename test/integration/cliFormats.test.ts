import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Command, CommandResult } from '../../src/cli/command'
import { parseCommand } from '../../src/cli/parseCommand'
import { importCommand } from '../../src/cli/commands/import'
import { inspectCommand } from '../../src/cli/commands/inspect'
import type { Inspection } from '../../src/jobs/inspectRecording'
import { requireData } from '../support/data'
import { useTestFolder } from '../support/studyFolder'

const folder = useTestFolder()
const context = { cancellation: { requested: false }, progress: () => undefined, report: () => undefined }
const run = (command: Command, ...words: string[]): Promise<CommandResult> =>
  command.run({ ...parseCommand(command, words), context })
const inspect = async (path: string): Promise<{ found: Inspection; text: string }> => {
  const { json, text } = await run(inspectCommand, path)
  return { found: json as Inspection, text }
}

const edf = requireData('eegmmidb/S001/S001R04.edf')
const formats = requireData('formats')
describe.skipIf(!edf || !formats)('sparsecap inspect', () => {
  test('tells a run of EEGMMIDB: channels with their types and quality, events with their counts', async () => {
    const { found, text } = await inspect(edf!)
    expect(found).toMatchObject({
      format: 'edf+',
      sampleRate: 160,
      seconds: 125,
      gaps: [],
      companions: [],
      problems: [],
    })
    expect(found.markerCounts).toMatchObject({ T0: 15 })
    expect(found.channels).toHaveLength(64)
    for (const { type, quality } of found.channels) {
      expect(type).toBe('eeg')
      expect(quality!.rmsMicrovolts).toBeGreaterThan(5)
      expect(['good', 'fair', 'bad']).toContain(quality!.quality)
    }
    expect(text).toContain('EDF+, 64 channels, 160 Hz, 125.0 s, started 2009-08-12T16:15:00')
    expect(text).toMatch(/Fc5\. = FC5 +eeg +µV +(good|fair|bad)/)
  })

  test('tells a recording of several files by any of them', async () => {
    const [header, data] = ['test.vhdr', 'test.eeg'].map((name) => join(formats!, 'brainvision', name))
    const { found, text } = await inspect(data!)
    expect(found.companions).toEqual(['test.eeg', 'test.vmrk'])
    expect(found).toEqual((await inspect(header!)).found)
    expect(text).toContain('With test.eeg, test.vmrk')
    expect(text).toMatch(/Events \(\d+\): .*S/)
  })

  test('tells an amplifier with a status channel and external inputs apart from EEG', async () => {
    const { found } = await inspect(join(formats!, 'bdf', 'biosemi_2048hz_73ch.bdf'))
    const types = Object.fromEntries(found.channels.map(({ label, type }) => [label, type]))
    expect(types).toMatchObject({ Fp1: 'eeg', EXG1: 'other' })
    expect(new Set(Object.values(types)).size).toBeGreaterThan(1)
  })

  test('says what is not sound, and what was lost', async () => {
    const { found, text } = await inspect(join(formats!, 'edf', 'edfplus_d_discontinuous.edf'))
    expect(found.problems[0]!.code).toBe('discontinuous')
    expect(text).toContain('Not sound: The recording has a gap of more than an hour')
  })
})

describe.skipIf(!formats)('sparsecap import', () => {
  test('says each outcome in words, names companions, and ends with 2 where something was refused', async () => {
    const study = join(folder.path, 'study')
    const paths = [join(formats!, 'brainvision', 'test.vhdr'), join(formats!, 'malformed', 'zero_bytes.edf')]
    const first = await run(importCommand, '--study', study, ...paths)
    expect(first.exitCode).toBe(2)
    expect(first.text).toContain('test.vhdr (with test.eeg, test.vmrk): imported')
    expect(first.text).toContain('zero_bytes.edf: refused. The file is empty')
    const again = await run(importCommand, '--study', study, paths[0]!)
    expect(again).toMatchObject({ exitCode: 0 })
    expect(again.text).toContain('test.vhdr: already there.')
  })

  test('takes a number for a stream, and nothing else', async () => {
    const refused = run(importCommand, '--study', join(folder.path, 'study'), '--stream', 'EEG', 'x.xdf')
    await expect(refused).rejects.toMatchObject({ code: 'input/invalid' })
  })
})
