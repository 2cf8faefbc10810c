import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { AppError } from '../../core/domain/error'
import { neverCancelled, type Progress } from '../../core/domain/job'
import type { SourceBatch } from '../../core/domain/source'
import { movementClasses } from '../../core/domain/trial'
import { eventMapFor } from '../../core/formats/eventMaps'
import { readRecording } from '../../core/formats/registry'
import { eegmmidbSites } from '../../core/montage/regions'
import { createSimulation } from '../../core/simulation/simulation'
import { createSimulatedSubject } from '../../core/simulation/subject'
import { demoRuns, writeDemoFiles } from './demoStudy'
import { readDemoRecipe, toDemoRecipe } from './recipe'
import { createSimulatorSource, type SimulatorOptions } from './simulatorSource'

const recipe = readDemoRecipe(resolve(import.meta.dirname, '../../../resources/demo-study.json'))
const folder = mkdtempSync(join(tmpdir(), 'sparsecap-simulator-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let now = 0
const options: SimulatorOptions = {
  ...{
    subject: 1,
    seed: 5,
    trials: 2,
    electrodes: ['Cz', 'C3'],
    speed: 0,
    clock: { nowMs: () => 5000 + now, monotonicMs: () => now },
  },
}

/** All batches until the source ends; `step` moves the clock before each poll. */
async function drain(changes: Partial<SimulatorOptions>, step = (): void => {}): Promise<SourceBatch[]> {
  const source = createSimulatorSource({ ...options, ...changes })
  await source.start()
  const batches: SourceBatch[] = []
  for (;;) {
    step()
    const polled = source.poll()
    if (polled === null) return batches
    batches.push(...polled)
  }
}
const joined = (batches: readonly SourceBatch[], channel: number) =>
  batches.flatMap((batch) => [...batch.chunk.data[channel]!])

describe('the simulator as a source', () => {
  const whole = createSimulation({ subject: createSimulatedSubject(1), seed: 5, trials: 2, electrodes: eegmmidbSites })
  const signals = whole.next(whole.sampleCount)

  test('sends the chosen rows of the whole head, without gap or overlap', async () => {
    const batches = await drain({})
    expect(joined(batches, 0)).toEqual([...signals[eegmmidbSites.indexOf('Cz')]!])
    expect(joined(batches, 1)).toEqual([...signals[eegmmidbSites.indexOf('C3')]!])
    let next = 0
    for (const { chunk } of batches) {
      expect(chunk.start).toBe(next)
      next += chunk.data[0]!.length
    }
  })
  test('each cue comes once, in the batch that holds its sample', async () => {
    const batches = await drain({})
    expect(batches.flatMap((batch) => batch.events)).toEqual(whole.cues)
    for (const { chunk, events } of batches)
      for (const event of events) expect(event.sample - chunk.start).toBeLessThan(chunk.data[0]!.length)
  })
  test('speed and irregular polls do not change a sample', async () => {
    let turn = 0
    const batches = await drain({ speed: 4 }, () => void (now += [3, 50, 1, 700][turn++ % 4]!))
    expect(joined(batches, 0)).toEqual(joined(await drain({}), 0))
  })
  test('at speed 1 the clock decides how much has come', async () => {
    now = 1000
    const source = createSimulatorSource({ ...options, speed: 1 })
    expect(source.poll()).toEqual([])
    await source.start()
    now += 250
    expect(source.status().backlog).toBe(40)
    const [batch] = source.poll()!
    expect(batch!.chunk.data[0]).toHaveLength(40)
    expect(batch!.arrivedAtMs).toBe(6250)
    expect(source.status()).toMatchObject({ battery: null, backlog: 0, silentMs: 0 })
    expect(source.poll()).toEqual([])
    now += 10_000
    expect(source.poll()![0]!.chunk.data[0]).toHaveLength(40)
    expect(source.status().backlog).toBe(1560)
  })
  test('after stop there is no more', async () => {
    const source = createSimulatorSource(options)
    await source.start()
    await source.stop()
    await source.stop()
    expect(source.poll()).toBeNull()
  })
  test('two classes can be cued alone', async () => {
    const batches = await drain({ trials: 4, classes: ['both-fists', 'both-feet'] })
    const classes = batches.flatMap((batch) => batch.events.map((event) => event.classId))
    expect(classes.sort()).toEqual(['both-feet', 'both-feet', 'both-fists', 'both-fists'])
  })
  test.each([{ trials: 0 }, { speed: -1 }, { electrodes: [] }, { electrodes: ['Q1'] }])('%j is refused', (change) =>
    expect(() => createSimulatorSource({ ...options, ...change })).toThrow(AppError),
  )
})

describe('the demo study', () => {
  const small = { ...recipe, subjects: [{ subject: 1, runs: 2 }], trialsPerRun: 4 }
  const steps: Progress[] = []
  const context = {
    cancellation: neverCancelled,
    progress: (step: Progress) => void steps.push(step),
    report: () => {},
  }

  test('files are imported like any other: 64 electrodes and classes by their names', async () => {
    const paths = await writeDemoFiles(join(folder, 'a'), small, context)
    expect(readdirSync(join(folder, 'a')).sort()).toEqual(['SIM1R01.edf', 'SIM1R02.edf'])
    for (const path of paths) {
      const read = readRecording(path, new Uint8Array(readFileSync(path)))
      expect(read).toMatchObject({ subjectCode: 'SIM1', sampleRate: 160, problems: [] })
      expect(read.channels.map((channel) => channel.electrode)).toEqual(eegmmidbSites)
      const codes = [...new Set(read.markers.map((marker) => marker.code))]
      const map = eventMapFor(path, codes)
      expect(map).toMatchObject({ source: 'rule:names', confirmed: true })
      expect(map.meanings.flatMap((meaning) => meaning.classId ?? []).sort()).toEqual([...movementClasses].sort())
    }
    expect(steps.at(-1)).toMatchObject({ done: 2, total: 2 })
  })
  test('the same recipe gives the same bytes, another run others', async () => {
    const [one, two] = await writeDemoFiles(join(folder, 'a'), small, context)
    const [again] = await writeDemoFiles(join(folder, 'b'), small, context)
    expect(readFileSync(again!).equals(readFileSync(one!))).toBe(true)
    expect(readFileSync(two!).equals(readFileSync(one!))).toBe(false)
  })
  test('cancelling leaves no part of a file', async () => {
    const cancelled = { ...context, cancellation: { requested: true } }
    await expect(writeDemoFiles(join(folder, 'c'), small, cancelled)).rejects.toMatchObject({ code: 'job/cancelled' })
    expect(readdirSync(join(folder, 'c'))).toEqual([])
  })
  test('a folder that cannot be written is an error of the file system', async () => {
    writeFileSync(join(folder, 'file'), '')
    await expect(writeDemoFiles(join(folder, 'file', 'x'), small, context)).rejects.toMatchObject({ code: 'ENOTDIR' })
  })
  test('the recipe of the program names every run once', () => {
    const names = demoRuns(recipe).map((run) => run.fileName)
    expect(new Set(names).size).toBe(names.length)
    expect(new Set(demoRuns(recipe).map((run) => run.seed)).size).toBe(names.length)
  })
  test('a recipe that is not sound is refused with the field', () =>
    expect(() => toDemoRecipe({ ...recipe, trialsPerRun: 0 })).toThrow(/trialsPerRun/))
})
