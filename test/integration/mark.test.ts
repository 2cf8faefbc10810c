import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Command, CommandResult } from '../../src/cli/command'
import { inspectCommand } from '../../src/cli/commands/inspect'
import { labelsCommand } from '../../src/cli/commands/labels'
import { markCommand } from '../../src/cli/commands/mark'
import { parseCommand } from '../../src/cli/parseCommand'
import { trialsOf } from '../../src/jobs/datasetTrials'
import { importRecordings } from '../../src/jobs/importRecordings'
import { requireData } from '../support/data'
import { useTestFolder } from '../support/studyFolder'

const edf = requireData('eegmmidb/S001/S001R04.edf')
const folder = useTestFolder()
const quiet = { cancellation: { requested: false }, progress: () => undefined, report: () => undefined }
const run = (command: Command, ...words: string[]): Promise<CommandResult> =>
  command.run({ ...parseCommand(command, words), context: quiet })
const classes = ['left-fist', 'right-fist']

async function makeStudy(): Promise<string> {
  const path = join(folder.path, 'study')
  const study = folder.open(path, true)
  await importRecordings(study, { paths: [edf!] }, quiet)
  return path
}
function cuesOf(path: string): number[] {
  const [found] = trialsOf(folder.open(path), [1], classes)
  return found!.trials.map(({ cueSample }) => cueSample)
}

describe.skipIf(!edf)('marks of what is bad', () => {
  test('leave out the trials that they touch, and are told wherever the recording is', async () => {
    const path = await makeStudy()
    const all = cuesOf(path)
    const [second, fifth] = [all[1]! / 160, all[4]! / 160]
    const spans = [`${(second + 3.5).toFixed(2)}..${(second + 3.8).toFixed(2)}`, `${fifth - 0.2}..${fifth + 0.1}`]
    const { json, text } = await run(
      markCommand,
      ...[
        path,
        'S001/R04',
        '--bad-span',
        spans[0]!,
        `--bad-span=${spans[1]!}`,
        '--bad-channel',
        'fp1,T9',
        '--note',
        'cap moved',
      ],
    )
    expect(json).toMatchObject([
      { badElectrodes: ['Fp1', 'T9'], trialsLeftOut: 2, badSpans: [{ note: 'cap moved' }, {}] },
    ])
    expect(text).toContain('2 trials touch a bad span and are left out')
    expect(cuesOf(path)).toEqual(all.filter((_, i) => i !== 1 && i !== 4))
    expect(trialsOf(folder.open(path), [1], classes)[0]!.leftOut).toBe(2)
    expect((await run(labelsCommand, path)).text).toContain('R04: 2 trials touch a bad span and are left out')
    expect((await run(inspectCommand, path)).json).toMatchObject({
      recordings: [{ badElectrodes: ['Fp1', 'T9'], badSpans: [{ note: 'cap moved' }, {}], trialsLeftOut: 2 }],
    })
    expect((await run(inspectCommand, path, '1')).json).toMatchObject({
      badElectrodes: ['Fp1', 'T9'],
      trialsLeftOut: 2,
    })
    expect((await run(inspectCommand, path, '1')).text).toContain('bad channels: Fp1 T9')
  })

  test('can be taken away, and the trail keeps what they were', async () => {
    const path = await makeStudy()
    const all = cuesOf(path)
    await run(markCommand, path, '1', '--bad-span', '0..125')
    expect(() => cuesOf(path)).toThrow('touch a bad span')
    const { json } = await run(markCommand, path, '1', '--clear', '--bad-span', '1..2')
    expect(json).toMatchObject([{ badSpans: [{ start: 160, end: 320 }], trialsLeftOut: 0 }])
    expect(cuesOf(path)).toEqual(all)
    const study = folder.open(path)
    expect(study.audit.list().filter(({ what }) => what === 'badSpans.set 1')).toHaveLength(2)
    expect(study.audit.firstBroken()).toBeNull()
  })

  test.each([
    [['--bad-span', '14..12'], 'got 14..12'],
    [['--bad-span', 'twelve'], 'got twelve'],
    [['--bad-span', '300..310'], '125.00 s long'],
    [['--bad-channel', 'Q9'], 'no electrode Q9'],
    [['--bad-span', '1..2', '--bad-channel', 'Q9'], 'no electrode Q9'],
  ])('that cannot be are refused, and nothing is marked: %j', async (words, said) => {
    const path = await makeStudy()
    await expect(run(markCommand, path, '1', ...words)).rejects.toThrow(said)
    expect(folder.open(path).badSpans.get(1)).toEqual([])
  })
})
