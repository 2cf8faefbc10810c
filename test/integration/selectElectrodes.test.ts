import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createDecoder } from '../../src/core/decoder/decoder'
import { decideTrials } from '../../src/core/decoder/trials'
import { AppError } from '../../src/core/domain/error'
import type { JobContext, Progress } from '../../src/core/domain/job'
import type { SelectionReport, SelectionRequest } from '../../src/core/domain/training'
import { trialsOf } from '../../src/jobs/datasetTrials'
import { importRecordings } from '../../src/jobs/importRecordings'
import { selectElectrodes } from '../../src/jobs/selectElectrodes'
import type { Study } from '../../src/store/study'
import { requireData } from '../support/data'
import { useTestFolder } from '../support/studyFolder'

const folder = useTestFolder()
const data = requireData('eegmmidb')
const quiet = { cancellation: { requested: false }, progress: () => undefined, report: () => undefined }

async function studyWith(...files: string[]): Promise<Study> {
  const study = folder.open(join(folder.path, 'study'), true)
  await importRecordings(study, { paths: files.map((file) => join(data!, file.slice(0, 4), `${file}.edf`)) }, quiet)
  return study
}

const request = (study: Study, change: Partial<SelectionRequest> = {}): SelectionRequest => ({
  subject: 'S001',
  recordingIds: study.recordings.list().map(({ id }) => id),
  classes: ['both-fists', 'both-feet'],
  electrodes: 3,
  candidates: ['FC3', 'FCz', 'FC4', 'C5', 'C3', 'C1', 'Cz', 'C2', 'C4', 'C6', 'CP3', 'CP4'],
  keep: [],
  avoid: [],
  seed: 1,
  steps: 12,
  shuffleLabels: false,
  backend: 'cpu',
  ...change,
})

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  const thrown = await promise.catch((error: unknown) => error)
  expect(thrown).toBeInstanceOf(AppError)
  return (thrown as AppError).code
}

/** What a replay of a recording through the saved model decides. */
function replay(study: Study, modelId: string, recordingId: number) {
  const model = study.models.load(modelId)
  const recording = study.recordings.read(recordingId)
  const names = recording.channels.map(({ electrode, label }) => electrode ?? label)
  const info = { channels: names, sampleRate: recording.sampleRate }
  const decoder = createDecoder(model, info)
  const outputs = []
  for (let start = 0; start < recording.sampleCount; start += 997) {
    outputs.push(
      ...decoder.push({ start, data: recording.data.map((channel) => channel.subarray(start, start + 997)) }),
    )
  }
  const events = trialsOf(study, [recordingId], model.classes)[0]!.trials.map(({ cueSample, classId }) => ({
    sample: cueSample,
    classId,
  }))
  return decideTrials({ outputs, events, sourceRate: info.sampleRate }, model).outcomes
}

describe.skipIf(!data)('choosing electrodes on S001 R06 R10 R14', () => {
  test('saves a model that never saw the last run, and a replay of that run gives the reported figure', async () => {
    const study = await studyWith('S001R06', 'S001R10', 'S001R14')
    const progress: Progress[] = []
    const reports: SelectionReport[] = []
    const context: JobContext<SelectionReport> = {
      cancellation: { requested: false },
      progress: (value) => progress.push(value),
      report: (value) => reports.push(value),
    }
    const asked = request(study)
    const result = await selectElectrodes(study, asked, context)

    expect(new Set(result.electrodes).size).toBe(3)
    expect(asked.candidates).toEqual(expect.arrayContaining([...result.electrodes]))
    expect(result.accuracy.trials).toBe(15)
    expect(result.accuracy.low).toBeLessThanOrEqual(result.accuracy.value)
    expect(result.heldOutRuns).toEqual(['R14'])
    expect(result.modelId).toMatch(/^S001-3-[0-9a-f]{6}$/)
    expect(result.backend).toBe('cpu')

    const [r06, r10, r14] = study.recordings.list()
    const model = study.models.load(result.modelId)
    expect(model.provenance.trainedOn).toEqual([r06!.hash, r10!.hash])
    expect(model.provenance.heldOut).toEqual([r14!.hash])
    expect(model.pipeline.channels).toEqual(result.electrodes)
    expect(study.selections.latest()).toMatchObject({ request: asked, result })
    const outcomes = replay(study, result.modelId, r14!.id)
    expect(outcomes.filter(({ decided, classId }) => decided === classId)).toHaveLength(result.accuracy.correct)

    expect(progress.map(({ step }) => step)).toEqual(
      expect.arrayContaining(['select_preparing', 'select_learning', 'select_judging']),
    )
    expect(progress.at(-1)).toMatchObject({ step: 'select_judging', done: progress.at(-1)!.total })
    expect(result.report.totalSteps).toBe(result.report.points.length)
    expect(result.stages!.map(({ stage, of }) => [stage, of])).toEqual([
      ['selecting', 12],
      ['fine-tuning', 4],
    ])
    const last = reports.at(-1)!
    expect(last).toMatchObject({ stage: 'evaluating', trainingTrials: 30, heldOutTrials: 15, neurons: 3 })
    expect(last.points.length).toBeGreaterThanOrEqual(12)
    for (const row of last.probabilities) expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5)
  })

  test.each(['lda', 'riemann'] as const)(
    'decodes what was chosen by %s where asked, judged as a replay judges',
    async (decoder) => {
      const study = await studyWith('S001R06', 'S001R10', 'S001R14')
      const asked = request(study, { steps: 2, decoder, keep: ['C3', 'Cz', 'C4'] })
      const result = await selectElectrodes(study, asked, quiet)
      const model = study.models.load(result.modelId)
      expect(model.decoder).toMatchObject({ kind: decoder, bank: { sampleRate: 160 } })
      expect(study.models.header(result.modelId).decoder).not.toHaveProperty('scores')
      const outcomes = replay(study, result.modelId, study.recordings.list()[2]!.id)
      expect(outcomes.filter(({ decided, classId }) => decided === classId)).toHaveLength(result.accuracy.correct)
      // Fists against feet over the motor cortex: a decoder that learned anything finds most of 15.
      expect(result.accuracy.correct).toBeGreaterThanOrEqual(11)
    },
  )

  test('after a cancel leaves nothing behind', async () => {
    const study = await studyWith('S001R06', 'S001R10', 'S001R14')
    const cancellation = { requested: false }
    const before = study.audit.list().length
    const report = (): void => void (cancellation.requested = true)
    expect(await codeOf(selectElectrodes(study, request(study), { ...quiet, cancellation, report }))).toBe(
      'job/cancelled',
    )
    expect(readdirSync(join(study.folder, 'models'))).toEqual([])
    expect([study.models.list(), study.selections.list(), study.audit.list().length]).toEqual([[], [], before])
  })

  test('leaves bad and avoided sites out of the candidates', async () => {
    const study = await studyWith('S001R06', 'S001R10', 'S001R14')
    study.badChannels.set(study.recordings.list()[1]!.id, ['C3'])
    const result = await selectElectrodes(study, request(study, { steps: 2, avoid: ['Cz'], keep: ['C4'] }), quiet)
    expect(result.report.candidates).toHaveLength(10)
    expect(result.report.candidates).not.toContain('C3')
    expect(result.report.candidates).not.toContain('Cz')
    expect(result.electrodes).toContain('C4')
  })

  test('shuffles the labels of training alone for a control, and every seed gives the same result twice', async () => {
    const study = await studyWith('S001R06', 'S001R10', 'S001R14')
    const plain = await selectElectrodes(study, request(study, { steps: 3 }), quiet)
    const again = await selectElectrodes(study, request(study, { steps: 3 }), quiet)
    const control = await selectElectrodes(study, request(study, { steps: 3, shuffleLabels: true }), quiet)
    expect(again.report.points).toEqual(plain.report.points)
    expect(again.modelId).not.toBe(plain.modelId)
    expect(control.report.points).not.toEqual(plain.report.points)
    expect([plain.control, control.control]).toEqual([undefined, 'shuffled-labels'])
    expect(study.models.load(control.modelId).provenance.control).toBe('shuffled-labels')
    const actual = (confusion: readonly (readonly number[])[]) => confusion.map((row) => row.reduce((a, b) => a + b, 0))
    expect(actual(control.confusion)).toEqual(actual(plain.confusion))
  })

  test('is refused before anything takes time when it cannot work', async () => {
    const study = await studyWith('S001R06', 'S001R10', 'S002R04', 'S001R01')
    const ids = Object.fromEntries(study.recordings.list().map(({ id, subject, run }) => [subject + run, id]))
    const ask = (names: string[], change: Partial<SelectionRequest> = {}) =>
      codeOf(
        selectElectrodes(study, request(study, { recordingIds: names.map((name) => ids[name]!), ...change }), quiet),
      )
    expect(await ask(['S001R01'])).toBe('labels/unmapped')
    expect(await ask(['S001R06'])).toBe('selection/too-few-trials')
    expect(await ask(['S001R06', 'S002R04'])).toBe('selection/conflict')
    expect(await ask(['S001R06', 'S001R10'], { candidates: ['C3', 'C9'] })).toBe('selection/conflict')
    expect(await ask(['S001R06', 'S001R10'], { electrodes: 13 })).toBe('selection/too-few-candidates')
    expect(study.models.list()).toEqual([])
  })
})
