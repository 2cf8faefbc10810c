import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '../../src/core/domain/error'
import type { Progress } from '../../src/core/domain/job'
import type { LabelCheckRequest, LabelCheckResult } from '../../src/core/domain/labelCheck'
import type { EventMap } from '../../src/core/domain/trial'
import { checkLabels } from '../../src/jobs/checkLabels'
import { importRecordings } from '../../src/jobs/importRecordings'
import { warnOfLabels } from '../../src/jobs/labelRuns'
import { previewTrials } from '../../src/jobs/trialPreview'
import { openStudy, type Study } from '../../src/store/study'
import { runCli } from '../support/cli'
import { requireData } from '../support/data'

const quiet = { cancellation: { requested: false }, progress: () => undefined, report: () => undefined }
const runs = ['R04', 'R06', 'R08', 'R10', 'R12', 'R14']
const data = requireData('eegmmidb/S001/S001R06.edf') && requireData('eegmmidb/S001/S001R12.edf')

/** The map with the classes of T1 and T2 exchanged. */
function exchanged(map: EventMap): EventMap {
  const meaning = (code: string) => map.meanings.find((one) => one.code === code)!.classId
  const other: Record<string, string> = { T1: 'T2', T2: 'T1' }
  const meanings = map.meanings.map(({ code, classId }) => ({
    code,
    classId: other[code] ? meaning(other[code]) : classId,
  }))
  return { meanings, source: 'person', confirmed: true }
}

describe.skipIf(!data)('labels of S001', () => {
  const root = mkdtempSync(join(tmpdir(), 'sparsecap-labels-'))
  const folder = join(root, 'study')
  let study: Study
  beforeAll(async () => {
    study = openStudy(folder, { create: true })
    await importRecordings(study, { paths: runs.map((run) => requireData(`eegmmidb/S001/S001${run}.edf`)!) }, quiet)
  })
  afterAll(() => {
    study?.close()
    rmSync(root, { recursive: true, force: true })
  })
  const idOf = (run: string): number => study.recordings.list().find((recording) => recording.run === run)!.id
  const request = (names: readonly string[], change: Partial<LabelCheckRequest> = {}): LabelCheckRequest => ({
    subject: 'S001',
    recordingIds: names.map(idOf),
    permutations: 199,
    seed: 1,
    ...change,
  })
  const feet = ['R06', 'R10', 'R14']
  /** Checks with another map of one run, and puts the map back. */
  async function checkWith(
    names: readonly string[],
    run: string,
    change: (map: EventMap) => EventMap,
  ): Promise<LabelCheckResult> {
    const before = study.eventMaps.get(idOf(run))
    study.eventMaps.set(idOf(run), change(before))
    try {
      return await checkLabels(study, request(names), quiet)
    } finally {
      study.eventMaps.set(idOf(run), before)
    }
  }

  test('fists and feet carry signal', async () => {
    const found = await checkLabels(study, request(feet), quiet)
    expect(found).toMatchObject({ verdict: 'signal', folds: 'runs', trialsThere: 45, stretch: [0.5, 4], bad: [] })
    expect(found.accuracy.trials).toBe(45)
    expect(found.accuracy.value).toBeGreaterThan(0.85)
    expect(found.shuffled.p).toBe(1 / 200)
    expect(found.shuffled.accuracies).toHaveLength(199)
    expect(found.shuffled.limit).toBeLessThan(0.75)
    expect(found.electrodes).toHaveLength(21)
  })

  test('all six runs with four classes carry signal, with their progress told', async () => {
    const told: Progress[] = []
    const found = await checkLabels(study, request([]), { ...quiet, progress: (value) => told.push(value) })
    expect(found.verdict).toBe('signal')
    expect(found.classes.toSorted()).toEqual(['both-feet', 'both-fists', 'left-fist', 'right-fist'])
    expect(found.accuracy.trials).toBe(90)
    expect(told.map(({ step }) => step)).toContain('labels_preparing')
    expect(told.filter(({ step }) => step === 'labels_shuffling').at(-1)).toMatchObject({ done: 198, total: 199 })
  })

  test.each(feet)('T1 and T2 exchanged in %s are found there', async (run) => {
    const found = await checkWith(feet, run, exchanged)
    expect(found.verdict).toBe('swapped')
    expect(found.swap.best).toMatchObject({ runs: [run] })
    expect([...found.swap.best!.classes].sort()).toEqual(['both-feet', 'both-fists'])
    expect(found.swap.best!.gain).toBeGreaterThan(0.3)
  })

  test('of one class are refused: there is nothing to tell apart', async () => {
    const rest = (map: EventMap): EventMap => ({
      ...map,
      meanings: map.meanings.map(({ code }) => ({ code, classId: code === 'T0' ? 'rest' : null })),
    })
    await expect(checkWith(['R06'], 'R06', rest)).rejects.toMatchObject({ code: 'selection/too-few-trials' })
  })

  test('a check stops where it is asked to, and leaves nothing', async () => {
    const cancellation = { requested: false }
    const progress = ({ step }: Progress): void => {
      if (step === 'labels_shuffling') cancellation.requested = true
    }
    const stopped = checkLabels(study, request(feet), { cancellation, progress })
    await expect(stopped).rejects.toSatisfy((thrown) => thrown instanceof AppError && thrown.code === 'job/cancelled')
  })

  test('that are right need no warning but that T1 and T2 change their meaning by the rule', () => {
    const found = warnOfLabels(study, 'S001').filter(({ severity }) => severity !== 'info')
    expect(found).toEqual([])
    expect(warnOfLabels(study, 'S001')).toMatchObject([
      { kind: 'two-meanings', codes: ['T1', 'T2'], runs, values: { known: 1 } },
    ])
  })

  test('are shown by ten trials of each class, from one second before the cue on', () => {
    const { trials, electrodes, seconds } = previewTrials(study, 'S001')
    expect(electrodes).toEqual(['C3', 'Cz', 'C4'])
    expect(seconds).toEqual([1, 4])
    expect(trials).toHaveLength(40)
    const [first] = trials
    const { sampleRate, data: signals, channels } = study.recordings.read(idOf(first!.run))
    const from = Math.round((first!.atSeconds - 1) * sampleRate)
    const signal = signals[channels.findIndex(({ electrode }) => electrode === electrodes[0])]!.slice(
      from,
      from + 5 * sampleRate,
    )
    const mean = signal.reduce((sum, value) => sum + value, 0) / signal.length
    const drawn = first!.data[0]!
    expect(Math.max(...drawn)).toBeCloseTo(Math.max(...signal) - mean, 3)
    expect(Math.min(...drawn)).toBeCloseTo(Math.min(...signal) - mean, 3)
  })

  test('are told of and checked from the command line; exchanged ones end with code 3', async () => {
    const plain = await runCli(['labels', folder, '--json', '--check', '--runs', 'R06,R10,R14'])
    expect(plain.code).toBe(0)
    const told = JSON.parse(plain.stdout) as { check: LabelCheckResult; runs: { run: string; codes: unknown[] }[] }
    expect(told.check.verdict).toBe('signal')
    expect(told.runs.map(({ run }) => run)).toEqual(runs)
    expect(told.runs[0]!.codes).toContainEqual({ code: 'T1', count: 8, classId: 'left-fist' })
    const before = study.eventMaps.get(idOf('R10'))
    study.eventMaps.set(idOf('R10'), exchanged(before))
    const wrong = await runCli(['labels', folder, '--subject', 'S001', '--check', '--runs', 'R06,R10,R14'])
    study.eventMaps.set(idOf('R10'), before)
    expect(wrong.code).toBe(3)
    expect(wrong.stdout).toMatch(/exchanged in R10\?/)
    expect(wrong.stdout).toMatch(/look: T1 in R10: mapped to both feet, by the data set's rule it is both fists/)
  })
})
