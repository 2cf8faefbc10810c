import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { rowOf } from '../../src/core/domain/examples'
import { createRandom } from '../../src/core/domain/random'
import { planEdf } from '../../src/core/formats/edf/edfPlan'
import { peakOf, stepOf, writeEdf, type EdfWriteRequest } from '../../src/core/formats/edf/writeEdf'
import { collectCrops } from '../../src/core/signal/collect'
import { defaultPipeline, restrictSpec } from '../../src/core/signal/defaults'
import { exportEpochs } from '../../src/jobs/exportEpochs/exportEpochs'
import { importRecordings } from '../../src/jobs/importRecordings'
import { openStudy } from '../../src/store/study'
import { requireData } from '../support/data'
import { requirePythonFormats } from '../support/python'

const python = requirePythonFormats()
const folder = mkdtempSync(join(tmpdir(), 'sparsecap-written-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const context = { cancellation: { requested: false }, progress: () => undefined, report: () => undefined }

interface Found {
  readonly rate: number
  readonly labels: readonly string[]
  readonly count: number
  readonly values: readonly (readonly number[])[]
  readonly events: readonly (readonly [number, string])[]
}

function readWith<T>(reader: string, path: string): T {
  const plan = join(folder, 'plan.json')
  writeFileSync(plan, JSON.stringify([{ reader, path }]))
  return (JSON.parse(python!.run('../../interop/written.py', plan)) as T[])[0]!
}

const random = createRandom(9)
const noise = (amplitude: number, offset = 0): Float32Array =>
  Float32Array.from({ length: 2000 }, () => random.normal() * amplitude + offset)

/** Small and large signals, one that drifts far off; events between samples of a second, with marks beyond ASCII. */
const request: EdfWriteRequest = {
  ...{ sampleRate: 250, subjectCode: 'S007', startedAt: '2020-02-03T04:05:06', equipment: 'test' },
  labels: ['C3', 'Cz', 'C4'],
  data: [noise(0.5), noise(60), noise(40, 180_000)],
  markers: [
    { code: 'T1', sample: 3 },
    { code: 'links', sample: 251, duration: 1.5 },
    { code: 'Zürich', sample: 1999 },
  ],
}

describe.skipIf(python === null)('a file that we wrote', () => {
  test.each([
    ['mne', 2],
    ['edfio', 2],
    ['pyedflib', 2],
    ['mne', 3],
    ['edfio', 3],
    ['pyedflib', 3],
  ] as const)('is read by %s with the same values and events (%i bytes a sample)', (reader, sampleBytes) => {
    const written = { ...request, sampleBytes }
    const path = join(folder, sampleBytes === 3 ? 'x.bdf' : 'x.edf')
    writeFileSync(path, writeEdf(written))
    const found = readWith<Found>(reader, path)
    expect(found).toMatchObject({ rate: 250, labels: request.labels, count: 2000 })
    const plan = planEdf(written, 2000, request.data.map(peakOf))
    request.data.forEach((channel, c) => {
      const off = channel.reduce((most, value, i) => Math.max(most, Math.abs(value - found.values[c]![i]!)), 0)
      expect(off).toBeLessThanOrEqual(0.501 * stepOf(plan, c) + 1e-7 * peakOf(channel))
    })
    expect(found.events.map(([, text]) => text)).toEqual(['T1', 'links', 'Zürich'])
    found.events.forEach(([seconds], i) => expect(seconds * 250).toBeCloseTo(request.markers[i]!.sample, 2))
  })
})

const runs = ['S001R04', 'S001R08'].map((name) => requireData(`eegmmidb/S001/${name}.edf`))
const isThere = runs.every((path) => path !== null)

type Arrays = Record<string, { readonly dtype: string; readonly shape: number[]; readonly values: (number | string)[] }>

describe.skipIf(python === null || !isThere)('epochs for Python', () => {
  async function exported(signal: 'training' | 'raw') {
    const study = openStudy(join(folder, signal), { create: true, who: 'tester' })
    await importRecordings(study, { paths: runs.map((path) => path!) }, context)
    const [first] = study.recordings.list()
    study.badChannels.set(first!.id, ['Fp1'])
    study.badSpans.set(first!.id, [{ start: 700, end: 760 }])
    const output = join(folder, `${signal}.npz`)
    const asked = { output, signal, classes: ['right-fist', 'left-fist'], window: { from: 0.5, to: 2.5 } }
    const result = await exportEpochs(study, asked, context)
    return { study, result, arrays: readWith<Arrays>('numpy', output) }
  }

  test('are the windows that training sees, to the bit, with what each trial is', async () => {
    const { study, result, arrays } = await exported('training')
    const { X, y, classes, channels, subject, run } = arrays
    expect(X).toMatchObject({ dtype: 'float32', shape: [result.trials, 63, 320] })
    expect(classes!.values).toEqual(['right-fist', 'left-fist'])
    expect(channels!.values).not.toContain('Fp1')
    expect(new Set(subject!.values)).toEqual(new Set(['S001']))
    expect(new Set(run!.values)).toEqual(new Set(['R04', 'R08']))
    const [first] = study.recordings.list()
    const own = run!.values.flatMap((name, trial) => (name === 'R04' ? [trial] : []))
    const recording = study.recordings.read(first!.id)
    const sites = channels!.values as string[]
    const cues = own.map((trial) => arrays['cue_sample']!.values[trial] as number)
    const crops = await collectCrops({
      data: sites.map((site) => recording.data[recording.channels.findIndex((one) => one.electrode === site)]!),
      info: { channels: sites, sampleRate: 160 },
      spec: restrictSpec(defaultPipeline(), sites),
      ...{ cues, crops: { from: 0.5, to: 2.5, step: 0.25 } },
    })
    // Python's float32 are doubles in JSON: the same numbers.
    own.forEach((trial, example) =>
      [0, 40, 62].forEach((channel) => {
        const at = (trial * 63 + channel) * 320
        expect(X!.values.slice(at, at + 320)).toEqual([...rowOf(crops.examples, example, channel)])
      }),
    )
    const map = study.eventMaps.get(first!.id)
    const codes = new Map(recording.markers.map(({ sample, code }) => [sample, code]))
    own.forEach((trial, i) => {
      const meaning = map.meanings.find(({ code }) => code === codes.get(cues[i]!))
      expect(meaning?.classId).toBe(classes!.values[y!.values[trial] as number])
    })
    study.close()
  })

  test('are µV as recorded where that is wanted; trials in a bad span are left out', async () => {
    const { study, result, arrays } = await exported('raw')
    expect(result.leftOut).toBeGreaterThan(0)
    const [first] = study.recordings.list()
    const recording = study.recordings.read(first!.id)
    const site = arrays['channels']!.values.indexOf('C3')
    const channel = recording.data[recording.channels.findIndex(({ electrode }) => electrode === 'C3')]!
    const { X, run, cue_sample: cues } = arrays
    expect(X!.shape).toEqual([result.trials, 63, 320])
    run!.values.forEach((name, trial) => {
      if (name !== 'R04') return
      const [at, from] = [(trial * 63 + site) * 320, (cues!.values[trial] as number) + 80]
      expect(from > 760 || from + 320 < 700).toBe(true)
      expect(X!.values.slice(at, at + 320)).toEqual([...channel.subarray(from, from + 320)])
    })
    study.close()
  })
})
