import { describe, expect, test } from 'vitest'
import { AppError } from '../domain/error'
import { createRandom } from '../domain/random'
import { movementClasses } from '../domain/trial'
import { eegmmidbSites } from '../montage/regions'
import { simulateRun } from './simulatedRun'
import { createSimulation, type SimulationSpec } from './simulation'
import { createPink, createRhythm } from './noise'
import { createSimulatedSubject } from './subject'

const spec: SimulationSpec = { subject: createSimulatedSubject(1), seed: 11, trials: 8, electrodes: ['C3', 'Cz', 'Oz'] }

/** Everything in one array an electrode, made in chunks of these sizes, again and again. */
function collect(request: SimulationSpec, sizes: readonly number[], limit = 3000): number[][] {
  const simulation = createSimulation(request)
  const rows: number[][] = request.electrodes.map(() => [])
  for (let turn = 0; rows[0]!.length < limit; turn++) {
    simulation
      .next(Math.min(sizes[turn % sizes.length]!, limit - rows[0]!.length))
      .forEach((row, e) => rows[e]!.push(...row))
  }
  return rows
}

/** Power between two frequencies by direct Fourier sums over `length` samples with a Hann taper. */
function bandPower(signal: Float32Array, from: number, length: number, band: readonly [number, number]): number {
  let power = 0
  for (let bin = Math.ceil((band[0] * length) / 160); bin <= (band[1] * length) / 160; bin++) {
    let [re, im] = [0, 0]
    for (let i = 0; i < length; i++) {
      const value = signal[from + i]! * Math.sin((Math.PI * i) / length) ** 2
      re += value * Math.cos((2 * Math.PI * bin * i) / length)
      im += value * Math.sin((2 * Math.PI * bin * i) / length)
    }
    power += re * re + im * im
  }
  return power
}

const variance = (values: readonly number[]) => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
}

/** Log band power of each trial at these sites, 0.5 to 4 s after the cue. */
function features(seed: number, sites: readonly string[], trials = 32, number = 1) {
  const run = simulateRun({ ...spec, subject: createSimulatedSubject(number), seed, trials, electrodes: sites })
  return run.markers
    .filter((marker) => marker.code !== 'rest')
    .map(({ code, sample }) => ({
      code,
      values: run.data.flatMap((row) => [
        Math.log(bandPower(row, sample + 80, 560, [8, 13])),
        Math.log(bandPower(row, sample + 80, 560, [16, 25])),
      ]),
    }))
}

/** Share of the trials of one run that the means of another run tell right. */
function nearestMean(sites: readonly string[], number = 1): number {
  const [training, held] = [features(21, sites, 32, number), features(22, sites, 32, number)]
  const means = movementClasses.map((classId) => {
    const own = training.filter(({ code }) => code === classId)
    return own[0]!.values.map((_, i) => own.reduce((sum, { values }) => sum + values[i]!, 0) / own.length)
  })
  const right = held.filter(({ code, values }) => {
    const distances = means.map((mean) => mean.reduce((sum, m, i) => sum + (values[i]! - m) ** 2, 0))
    return movementClasses[distances.indexOf(Math.min(...distances))] === code
  })
  return right.length / held.length
}

describe('one seed, one signal', () => {
  const whole = collect(spec, [3000])
  test.each([[[1]], [[7, 25]], [[1, 160, 3]], [[1000]]])('chunks of %j give the same samples', (sizes) =>
    expect(collect(spec, sizes)).toEqual(whole),
  )
  test('fewer electrodes have the same samples', () =>
    expect(collect({ ...spec, electrodes: ['Oz', 'C3'] }, [500])).toEqual([whole[2], whole[0]]))
  test('another seed, and another person, have others', () => {
    expect(collect({ ...spec, seed: 12 }, [3000])[0]).not.toEqual(whole[0])
    expect(collect({ ...spec, subject: createSimulatedSubject(2) }, [3000])[0]).not.toEqual(whole[0])
  })
  test('a site that no head has is refused', () =>
    expect(() => createSimulation({ ...spec, electrodes: ['Q7'] })).toThrow(AppError))
})

describe('cues', () => {
  test('come as in EEGMMIDB: 4.2 s of rest, 4.1 s of cue, and all classes equally often', () => {
    const { cues, sampleCount } = createSimulation({ ...spec, trials: 16 })
    expect(cues.map((cue) => cue.sample)).toEqual(Array.from({ length: 16 }, (_, i) => 672 + 1328 * i))
    for (const classId of movementClasses) expect(cues.filter((cue) => cue.classId === classId)).toHaveLength(4)
    expect(sampleCount % 160).toBe(0)
    expect(sampleCount).toBeGreaterThanOrEqual(16 * 1328 + 320)
  })
  test('the order depends on the seed', () => {
    const order = (seed: number) => createSimulation({ ...spec, seed, trials: 24 }).cues.map((cue) => cue.classId)
    expect(order(1)).toEqual(order(1))
    expect(order(1)).not.toEqual(order(2))
  })
  test('after the last sample there is nothing', () => {
    const simulation = createSimulation(spec)
    expect(simulation.next(1e6)[0]).toHaveLength(simulation.sampleCount)
    expect(simulation.next(10)[0]).toHaveLength(0)
  })
  test('a run says each class by its name', () => {
    const run = simulateRun(spec)
    expect(new Set(run.markers.map((marker) => marker.code))).toEqual(new Set(['rest', ...movementClasses]))
    expect(run.markers.filter((marker) => marker.code === 'rest')).toHaveLength(8)
  })
})

describe('what the signals are made of', () => {
  test('noise and rhythm have unit variance', () => {
    for (const next of [createPink(createRandom(1)), createRhythm(createRandom(2), 160, { frequency: 10, width: 2 })]) {
      expect(variance(Array.from({ length: 200_000 }, next))).toBeCloseTo(1, 0)
    }
  })
  test('the background falls by about one decade of power a decade of frequency', () => {
    const next = createPink(createRandom(4))
    const signal = Float32Array.from({ length: 160 * 60 }, next)
    let ratio = 0
    for (let from = 0; from < signal.length; from += 1600) {
      ratio += Math.log(bandPower(signal, from, 1600, [2, 4]) / bandPower(signal, from, 1600, [20, 40])) / 6
    }
    // 1/f has equal power in equal ratios of frequency.
    expect(ratio).toBeGreaterThan(-0.4)
    expect(ratio).toBeLessThan(0.4)
  })
  test('the right fist weakens mu at C3, and at its neighbours more than further off', () => {
    const sites = ['C3', 'FC3', 'F3', 'C4']
    const run = simulateRun({ ...spec, seed: 5, trials: 64, electrodes: sites })
    const change = run.data.map((row) => {
      const mean = (classId: string) => {
        const cues = run.markers.filter((marker) => marker.code === classId)
        return cues.reduce((sum, cue) => sum + Math.log(bandPower(row, cue.sample + 80, 560, [8, 13])), 0) / cues.length
      }
      return mean('left-fist') - mean('right-fist')
    })
    expect(change[0]).toBeGreaterThan(1.2)
    expect(change[1]).toBeGreaterThan(0.35)
    expect(change[1]).toBeLessThan(change[0]!)
    expect(Math.abs(change[2]!)).toBeLessThan(change[1]!)
    expect(change[3]).toBeLessThan(-1.2)
  })
  test.each([1, 2])('three electrodes over the sources tell four movements of person %i apart', (number) =>
    expect(nearestMean(['C3', 'Cz', 'C4'], number)).toBeGreaterThan(0.8),
  )
  test('far from the sources there is nothing to tell', () =>
    expect(nearestMean(['Oz', 'PO7', 'PO8', 'F7', 'F8', 'Fpz'])).toBeLessThan(0.45))
  test('eyes, alpha and electrodes stay within what a real head gives', () => {
    const run = simulateRun({ ...spec, trials: 4, electrodes: eegmmidbSites })
    for (const [e, row] of run.data.entries()) {
      const rms = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0) / row.length)
      expect(rms, eegmmidbSites[e]).toBeGreaterThan(2)
      expect(rms, eegmmidbSites[e]).toBeLessThan(40)
    }
  })
})
