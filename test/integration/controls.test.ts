import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Command, CommandResult } from '../../src/cli/command'
import { exportCommand } from '../../src/cli/commands/export'
import { inspectCommand } from '../../src/cli/commands/inspect'
import { replayCommand } from '../../src/cli/commands/replay'
import { AppError } from '../../src/core/domain/error'
import type { TrainedModel } from '../../src/core/domain/model'
import { encodeDecoder } from '../../src/jobs/export/exportDecoder'
import { toModelSummary, toSelectionSummaries } from '../../src/main/views'
import { decodeModel } from '../../src/store/modelFile'
import type { Study } from '../../src/store/study'
import { exampleRequest, exampleResult } from '../support/exampleModel'
import { randomModel } from '../support/model'
import { useTestFolder } from '../support/studyFolder'

const folder = useTestFolder()
let study: Study
beforeEach(() => {
  study = folder.open(join(folder.path, 'study'), true)
})

const model = (id: string, createdAtMs: number, control?: 'shuffled-labels'): TrainedModel => {
  const plain = randomModel({ id, electrodes: ['C3', 'C4'], classes: ['both-fists', 'both-feet'] })
  return { ...plain, createdAtMs, provenance: { ...plain.provenance, ...(control && { control }) } }
}
function save(saved: TrainedModel, shuffleLabels: boolean): void {
  study.selections.save({ ...exampleRequest, shuffleLabels }, exampleResult(saved), saved)
}
const run = (command: Command, paths: string[], values: Record<string, string>): Promise<CommandResult> => {
  const context = { cancellation: { requested: false }, progress: () => undefined, report: () => undefined }
  return command.run({ paths, values, context })
}
const thrownBy = (promise: Promise<unknown>): Promise<AppError> =>
  promise.then(
    () => expect.unreachable('it was not refused'),
    (thrown: unknown) => {
      expect(thrown).toBeInstanceOf(AppError)
      return thrown as AppError
    },
  )

describe('a model of shuffled labels', () => {
  test('is marked wherever it is listed, and in its file', () => {
    save(model('control', 1, 'shuffled-labels'), true)
    expect(study.models.header('control').provenance.control).toBe('shuffled-labels')
    const file = decodeModel(readFileSync(study.models.path('control'), 'utf8'), 'control.json')
    expect(file.provenance.control).toBe('shuffled-labels')
    expect(study.models.list().map(toModelSummary)[0]!.control).toBe('shuffled-labels')
    expect(toSelectionSummaries(study)[0]).toMatchObject({ control: 'shuffled-labels', decoder: 'network' })
  })

  test('of before it was marked is known by what was asked', () => {
    save(model('old', 1), true)
    save(model('decoder', 2), false)
    expect(study.models.list().map(({ id, provenance }) => [id, provenance.control])).toEqual([
      ['decoder', undefined],
      ['old', 'shuffled-labels'],
    ])
    expect(study.models.load('old').provenance.control).toBe('shuffled-labels')
    expect(study.models.load('decoder').provenance).not.toHaveProperty('control')
    expect(study.selections.byModel('old')!.result.control).toBe('shuffled-labels')
  })

  test('is never the answer that is shown first, though the newest', () => {
    save(model('control', 2, 'shuffled-labels'), true)
    expect(study.selections.latest()).toBeNull()
    save(model('decoder', 1), false)
    save(model('another', 3, 'shuffled-labels'), true)
    expect(study.selections.latest()!.result.modelId).toBe('decoder')
  })

  test('is exported where it is named, with what it is, and not by default', async () => {
    save(model('control', 2, 'shuffled-labels'), true)
    const output = join(folder.path, 'a.npz')
    const refused = await thrownBy(run(exportCommand, [], { study: study.folder, output }))
    expect(refused.data).toMatchObject({ code: 'model/not-found' })
    expect(refused.message).toContain('a control')
    save(model('decoder', 1), false)
    expect((await run(exportCommand, [], { study: study.folder, output })).json).toMatchObject({
      model: 'decoder',
      control: null,
    })
    const named = await run(exportCommand, ['control'], { study: study.folder, output: join(folder.path, 'b.npz') })
    expect(named.json).toMatchObject({ model: 'control', control: 'shuffled-labels' })
    expect(named.text).toContain('control was learned from shuffled labels: a control, not a decoder')
  })

  test.each(['onnx', 'npz'] as const)('says it in an exported %s file', (format) => {
    const text = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes).replaceAll('\0', '')
    const phrase = 'CONTROL: learned from shuffled labels: a control, not a decoder'
    expect(text(encodeDecoder(model('control', 1, 'shuffled-labels'), format))).toContain(phrase)
    expect(text(encodeDecoder(model('decoder', 1), format))).not.toContain('CONTROL')
  })

  test('is not what a recording is replayed through by default', async () => {
    save(model('control', 2, 'shuffled-labels'), true)
    const { id } = study.recordings.add(
      { ...(await import('../support/studyFolder')).exampleRecording('one') },
      { meanings: [], source: 'rule:eegmmidb', confirmed: true },
      new Uint8Array([1]),
    )
    study.close()
    const refused = await thrownBy(run(replayCommand, [], { study: study.folder, recording: String(id) }))
    expect(refused.message).toContain('no decoder, only a control')
  })

  test('is said to be one by inspect', async () => {
    save(model('control', 2, 'shuffled-labels'), true)
    const { text } = await run(inspectCommand, [study.folder], {})
    expect(text).toMatch(/control {2}C3 C4 .*a control, not a decoder/)
  })
})
