import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Command, CommandResult } from '../../src/cli/command'
import { parseCommand } from '../../src/cli/parseCommand'
import { channelsCommand } from '../../src/cli/commands/channels'
import { importCommand } from '../../src/cli/commands/import'
import { inspectCommand } from '../../src/cli/commands/inspect'
import { tagCommand } from '../../src/cli/commands/tag'
import { hertz } from '../../src/core/domain/units'
import { writeEdf } from '../../src/core/formats/edf/writeEdf'
import { useTestFolder } from '../support/studyFolder'

const folder = useTestFolder()
const context = { cancellation: { requested: false }, progress: () => undefined, report: () => undefined }
const run = (command: Command, ...words: string[]): Promise<CommandResult> =>
  command.run({ ...parseCommand(command, words), context })

/** Two runs of one person with the channels C3 and EXG1. */
async function makeStudy(): Promise<string> {
  const study = join(folder.path, 'study')
  const paths = [1, 2].map((number) => {
    const path = join(folder.path, `P7_run${number}.edf`)
    const data = [1, 2].map((k) => Float32Array.from({ length: 800 }, (_, i) => 10 * k * Math.sin(i * number)))
    const facts = { subjectCode: 'P7', startedAt: '2024-03-09T10:20:30', equipment: 'Amp', sampleRate: hertz(100) }
    writeFileSync(path, writeEdf({ ...facts, labels: ['C3', 'EXG1'], data, markers: [] }))
    return path
  })
  await run(importCommand, '--study', study, ...paths)
  return study
}

describe('sparsecap tag', () => {
  test('gives and takes tags and a note, by run, subject or number', async () => {
    const study = await makeStudy()
    await run(tagCommand, study, 'P7', '+pilot', '+late')
    const { json, text } = await run(tagCommand, study, 'P7/R02', '-late', '--note', 'cap slipped')
    expect(json).toEqual([
      { id: 2, subject: 'P7', run: 'R02', fileName: 'P7_run2.edf', tags: ['pilot'], note: 'cap slipped' },
    ])
    expect(text).toContain('P7 R02  pilot  “cap slipped”')
    expect((await run(tagCommand, study, '1')).text).toContain('pilot, late')
    const listed = await run(inspectCommand, study)
    expect(listed.text).toMatch(/P7 R02 .*\[pilot\]/)
    expect(listed.json).toMatchObject({ recordings: [{ tags: ['pilot', 'late'] }, { note: 'cap slipped' }] })
  })
  test('says which recording there is not', async () => {
    const study = await makeStudy()
    await expect(run(tagCommand, study, 'P8/R01', '+x')).rejects.toThrow('no recording P8/R01')
    await expect(run(tagCommand, study, '+x')).rejects.toThrow('Name at least one recording')
  })
})

describe('sparsecap channels', () => {
  test('places a channel in all runs of a subject, which inspect tells then', async () => {
    const study = await makeStudy()
    const { text } = await run(channelsCommand, study, 'P7', 'EXG1=eeg C4-Ref')
    expect(text).toContain('2 of 2 recordings changed')
    expect(text).toMatch(/EXG1 +C4 +eeg +µV +set by hand/)
    const { json } = await run(inspectCommand, study, 'P7/R01')
    expect(json).toMatchObject({ run: 'R01', channels: [{ electrode: 'C3' }, { label: 'EXG1', electrode: 'C4' }] })
    await run(channelsCommand, study, 'P7/R01', 'EXG1=file', 'C3=emg')
    expect((await run(inspectCommand, study, '1')).json).toMatchObject({
      channels: [
        { label: 'C3', electrode: null, type: 'emg' },
        { label: 'EXG1', electrode: null, type: 'other' },
      ],
    })
    expect((await run(inspectCommand, study, '2')).json).toMatchObject({ channels: [{}, { electrode: 'C4' }] })
  })
  test('refuses a channel that is not there, and a site that is none', async () => {
    const study = await makeStudy()
    await expect(run(channelsCommand, study, 'P7', 'EXG2=C4')).rejects.toThrow('No channel is called EXG2')
    await expect(run(channelsCommand, study, 'P7', 'EXG1=Q9')).rejects.toThrow(
      'neither a site of the 10-05 system nor a type',
    )
    await expect(run(channelsCommand, study, 'P7', 'EXG1=EOG')).resolves.toMatchObject({ json: { changed: 2 } })
  })
})
