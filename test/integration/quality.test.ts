import { describe, expect, test } from 'vitest'
import type { Command } from '../../src/cli/command'
import { qualityCommand } from '../../src/cli/commands/quality'
import { parseCommand } from '../../src/cli/parseCommand'
import type { RecordingQuality } from '../../src/core/domain/quality'
import { qualityVersion } from '../../src/core/signal/qualityMeter'
import { editChannels } from '../../src/jobs/editChannels'
import { importRecordings } from '../../src/jobs/importRecordings'
import { measureQuality } from '../../src/jobs/measureQuality'
import { acceptSuggestions, readFindings, readQuality, readSpectra } from '../../src/jobs/recordingQuality'
import type { Study } from '../../src/store/study'
import { requireData } from '../support/data'
import { useTestFolder } from '../support/studyFolder'

const sound = requireData('eegmmidb/S001/S001R04.edf')
/** Oz and Iz of this person are bridged: MNE's compute_bridged_electrodes names this pair and no other. */
const bridged = requireData('eegmmidb/S002/S002R04.edf')
const folder = useTestFolder()
const context = { cancellation: { requested: false }, progress: () => undefined, report: () => undefined }
const run = (command: Command, ...words: string[]) => command.run({ ...parseCommand(command, words), context })

async function makeStudy(name: string): Promise<Study> {
  const study = folder.open(name, true)
  const found = await importRecordings(study, { paths: [sound!, bridged!], keepPartial: false }, context)
  expect(found.outcomes.map(({ state }) => state)).toEqual(['imported', 'imported'])
  return study
}
const badOf = ({ channels }: RecordingQuality) =>
  channels.filter(({ verdict }) => verdict === 'bad').map(({ electrode }) => electrode)

describe.skipIf(!sound || !bridged)('quality of real recordings', () => {
  test('is measured at import, the same as by a look at the original, and not measured again', async () => {
    const study = await makeStudy(folder.path)
    for (const { id } of study.recordings.list()) {
      const kept = study.qualities.get(id)!
      expect(kept).toEqual(JSON.parse(JSON.stringify(measureQuality(study.recordings.open(id)))))
      study.qualities.keep(id, { ...kept, silent: 0.5 })
      expect(readFindings(study, id).silent).toBe(0.5)
    }
  })

  test('has no bad channel that others would not find, and finds the bridge that MNE finds', async () => {
    const study = await makeStudy(folder.path)
    const [first, second] = study.recordings.list().map(({ id }) => readFindings(study, id))
    expect(badOf(first!)).toEqual([])
    expect(first).toMatchObject({ verdict: 'good', mainsFound: 60, windows: 60 })
    expect(badOf(second!)).toEqual(['Oz', 'Iz'])
    // PREP's deviation and correlation point at T7 and T10 in this one: muscle.
    const fair = second!.channels.filter(({ verdict }) => verdict === 'fair')
    expect(fair.map(({ electrode, reason }) => [electrode, reason])).toEqual([
      ['T7', 'muscle'],
      ['T10', 'muscle'],
    ])
  })

  test('is measured on demand in a study that an older program made, and anew where electrodes were named since', async () => {
    const study = await makeStudy(folder.path)
    const { id } = study.recordings.list()[0]!
    study.qualities.keep(id, { ...study.qualities.get(id)!, version: qualityVersion - 1, seconds: 1 })
    expect(readFindings(study, id, false).seconds).toBe(125)
    expect(study.qualities.get(id)!.seconds).toBe(1)
    expect(readFindings(study, id).seconds).toBe(125)
    expect(study.qualities.get(id)!.seconds).toBe(125)
    editChannels(study, { recordingIds: [id], changes: [{ channel: 0, label: 'Fc5.', type: 'eog' }] })
    const electrodes = study.recordings.get(id).electrodes
    expect(electrodes).toHaveLength(63)
    expect(readQuality(study, id).map(({ electrode }) => electrode)).toEqual(electrodes)
    expect(readSpectra(study, id).electrodes).toEqual(electrodes)
  })

  test('marks bad channels only when a person accepts, once, and leaves out what was ignored', async () => {
    const study = await makeStudy(folder.path)
    const { id } = study.recordings.list()[1]!
    const before = study.recordings.open(id).read(0, 500)
    expect(study.badChannels.get(id)).toEqual([])
    study.qualities.ignore(id, ['Iz'])
    expect(acceptSuggestions(study, id, readFindings(study, id))).toEqual(['Oz'])
    expect(acceptSuggestions(study, id, readFindings(study, id))).toEqual([])
    expect(study.badChannels.get(id)).toEqual(['Oz'])
    expect(study.recordings.open(id).read(0, 500)).toEqual(before)
    study.recordings.verify(id)
    expect(study.audit.list().map(({ what }) => what)).toEqual(
      expect.arrayContaining([`quality.ignore ${id}`, `badChannels.set ${id}`]),
    )
    expect(study.audit.firstBroken()).toBeNull()
  })

  test('is told on the command line, which changes nothing unless it is asked to', async () => {
    const study = await makeStudy(folder.path)
    const told = await run(qualityCommand, folder.path, 'S002/R04')
    expect(told.text).toContain('electrical distance to Iz 0.42 µV² (sound above 1.0 µV²): leave it out')
    expect(told.text).toContain('from 60 windows of 2 s')
    expect(told.text).toContain('Suggested to be left out: Oz Iz (--accept)')
    const id = study.recordings.list()[1]!.id
    expect(study.badChannels.get(id)).toEqual([])
    const { json } = await run(qualityCommand, folder.path, '--accept')
    expect(json).toMatchObject([{ accepted: [] }, { accepted: ['Oz', 'Iz'], bad: ['Oz', 'Iz'], suggested: [] }])
    expect(study.badChannels.get(id)).toEqual(['Oz', 'Iz'])
  })
})
