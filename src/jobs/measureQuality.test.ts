import { beforeAll, describe, expect, test } from 'vitest'
import { createRandom } from '../core/domain/random'
import type { CriterionKey, RecordingQuality } from '../core/domain/quality'
import type { Recording } from '../core/domain/recording'
import { hertz, samples } from '../core/domain/units'
import { readerOf } from '../core/formats/reader'
import { judgeQuality } from '../core/signal/qualityVerdict'
import { simulateRun } from '../core/simulation/simulatedRun'
import { createSimulatedSubject } from '../core/simulation/subject'
import { measureQuality } from './measureQuality'

const sites = 'Fp1 Fp2 F7 F3 Fz F4 F8 FC5 FC1 FC2 FC6 T7 C3 Cz C4 T8 CP5 CP1 CP2 CP6 P7 P3 Pz P4 P8 O1 Oz O2'.split(' ')
const rate = 250
type Fault = (value: number, i: number, length: number) => number
let clean: readonly Float32Array[]
beforeAll(() => {
  const subject = createSimulatedSubject(1)
  const { data } = simulateRun({ subject, seed: 7, trials: 12, electrodes: sites, sampleRate: rate })
  clean = withReference(data)
})

/** What all electrodes have in common, as with any real reference: slow noise of 12 µV. */
function withReference(data: readonly Float32Array[]): Float32Array[] {
  const random = createRandom(3)
  let level = 0
  const shared = data[0]!.map(() => (level = 0.9 * level + 12 * Math.sqrt(1 - 0.81) * random.normal()))
  return data.map((signal) => signal.map((value, i) => value + shared[i]!))
}

function recordingOf(data: readonly Float32Array[], more: Partial<Recording> = {}): Recording {
  const channels = sites.map((electrode) => ({ label: electrode, electrode, unit: 'µV' }))
  const about = { format: 'edf' as const, sampleRate: hertz(rate), sampleCount: samples(data[0]!.length) }
  return { ...about, channels, markers: [], problems: [], data, ...more }
}
const measure = (data: readonly Float32Array[], more: Partial<Recording> = {}) =>
  measureQuality(readerOf(recordingOf(data, more)))
const judge = (data: readonly Float32Array[], more: Partial<Recording> = {}) => judgeQuality(measure(data, more))
const plant = (site: string, fault: Fault, from = clean): Float32Array[] =>
  from.map((signal, i) =>
    sites[i] === site ? signal.map((value, at) => fault(value, at, signal.length)) : signal.slice(),
  )
/** What is not good, as `site criterion verdict`. */
const faultsOf = ({ channels }: RecordingQuality): string[] =>
  channels.flatMap(({ electrode, criteria }) =>
    criteria.flatMap(({ key, verdict }) => (verdict === 'good' ? [] : [`${electrode} ${key} ${verdict}`])),
  )
const noise = (microvolts: number) => {
  const random = createRandom(5)
  return () => microvolts * random.normal()
}
const line = (frequency: number, amplitude: number): Fault => {
  return (value, i) => value + amplitude * Math.SQRT2 * Math.sin((2 * Math.PI * frequency * i) / rate)
}
const valueOf = ({ channels }: RecordingQuality, site: string, key: CriterionKey) =>
  channels.find(({ electrode }) => electrode === site)!.criteria.find((one) => one.key === key)!

describe('a planted fault is found where it is and nowhere else', () => {
  test('a sound simulated recording has none', () => {
    const found = judge(clean)
    expect(faultsOf(found)).toEqual([])
    expect(found).toMatchObject({ verdict: 'good', windowSeconds: 2, gaps: 0 })
    expect(found.windows).toBeGreaterThan(20)
  })

  const own = noise(20)
  const hiss = noise(60)
  const faint = noise(0.1)
  const cases: [string, Fault, CriterionKey, 'fair' | 'bad', [least: number, most: number]][] = [
    ['flat for a tenth of the time', (v, i, n) => (i > n / 2 && i < n * 0.6 ? 3 : v), 'flat', 'bad', [8, 10.5]],
    ['flat throughout', () => 0, 'flat', 'bad', [100, 100]],
    ['that sends no numbers', () => NaN, 'flat', 'bad', [100, 100]],
    ['at its rail throughout', () => -187_500, 'railed', 'bad', [100, 100]],
    ['at its rail for a tenth of the time', (v, i, n) => (i > n * 0.9 ? 5000 : v), 'railed', 'bad', [8, 10.5]],
    ['cut off at 8 µV', (v) => Math.max(-15, Math.min(8, 2 * v)), 'clipped', 'bad', [5, 70]],
    ['with 20 µV of 50 Hz', line(50, 20), 'line-noise', 'fair', [19, 21]],
    ['with 60 µV of 60 Hz', line(60, 60), 'line-noise', 'bad', [58, 62]],
    ['of 90 µV', (v) => 7 * v, 'noisy', 'fair', [75, 199]],
    ['that is faint', () => faint(), 'weak', 'bad', [0, 0.1]],
    ['of its own', () => own(), 'uncorrelated', 'bad', [0, 0.19]],
    ['of muscle', (v, i) => v + hiss() - 0.9 * v * Math.sin(i), 'muscle', 'fair', [40, 100]],
    ['that wanders', (v, i) => v + 600 * Math.sin((2 * Math.PI * i) / (20 * rate)), 'drift', 'fair', [300, 1200]],
  ]
  test.each(cases)('a channel %s', (_, fault, key, verdict, [least, most]) => {
    const found = judge(plant('P3', fault))
    const { value, verdict: got, suggestion } = valueOf(found, 'P3', key)
    expect(got).toBe(verdict)
    expect(value).toBeGreaterThanOrEqual(least)
    expect(value).toBeLessThanOrEqual(most)
    expect(suggestion === 'leave-out').toBe(verdict === 'bad')
    expect(faultsOf(found).filter((fault) => !fault.startsWith('P3 '))).toEqual([])
  })

  test('two channels that gel has joined, and they alone', () => {
    const small = noise(0.4)
    const [from, to] = [sites.indexOf('CP5'), sites.indexOf('P7')]
    const found = judge(clean.map((signal, i) => (i === to ? clean[from]!.map((value) => value + small()) : signal)))
    expect(faultsOf(found)).toEqual(['CP5 bridged bad', 'P7 bridged bad'])
    expect(valueOf(found, 'CP5', 'bridged')).toMatchObject({ partner: 'P7', unit: 'µV²', limit: 1, sound: 'above' })
    // 1–40 Hz of the 125 Hz over which the noise is spread.
    expect(valueOf(found, 'P7', 'bridged').value).toBeCloseTo(0.16 * (39 / 125), 1)
  })
})

describe('the mains', () => {
  test.each([50, 60])('%i Hz is found by itself, with how far it stands out', (frequency) => {
    const data = clean.map((signal) => signal.map((value, i) => line(frequency, 3)(value, i, 0)))
    const { mainsFound, mains } = judge(data)
    expect(mainsFound).toBe(frequency)
    const other = mains.find(({ hertz }) => hertz !== frequency)!
    expect(mains.find(({ hertz }) => hertz === frequency)!.median).toBeGreaterThan(other.median + 5)
  })

  test('none is found where there is none', () => {
    const white = sites.map((_, i) => {
      const random = createRandom(i)
      return Float32Array.from({ length: 60 * rate }, () => 10 * random.normal())
    })
    expect(judge(white).mainsFound).toBeNull()
  })

  test('a rate that cannot carry it has no number for it', () => {
    const slow = simulateRun({
      subject: createSimulatedSubject(2),
      ...{ seed: 1, trials: 3, electrodes: sites, sampleRate: 90 },
    })
    const found = judge(slow.data, { sampleRate: hertz(90) })
    expect(found.mains).toEqual([])
    expect(valueOf(found, 'Cz', 'line-noise')).toMatchObject({ value: null, verdict: 'good' })
  })
})

describe('of the recording', () => {
  test('how it is cut into pieces means nothing', async () => {
    const { createQualityMeter } = await import('../core/signal/qualityMeter')
    const { nearestSites } = await import('../core/montage/nearest')
    const data = plant('Cz', (value, i, n) => (i > n * 0.8 ? 400 : Math.min(30, value)))
    const gaps = [{ start: samples(5000), length: samples(1700) }]
    const by = (size: number) => {
      const meter = createQualityMeter({
        ...{ sampleRate: hertz(rate), sampleCount: samples(data[0]!.length), gaps },
        ...{ electrodes: sites, neighbours: nearestSites(sites) },
      })
      for (let at = 0; at < data[0]!.length; at += size) meter.push(data.map((one) => one.subarray(at, at + size)))
      return meter.finish()
    }
    const whole = by(data[0]!.length)
    for (const size of [1, 77, 4999]) expect(by(size)).toEqual(whole)
  })

  test('what was not recorded is told as such and counts against no channel', () => {
    const held = clean.map((signal) => signal.map((value, i) => (i >= 5000 && i < 9000 ? signal[4999]! : value)))
    const gaps = [{ start: samples(5000), length: samples(4000) }]
    const found = judge(held, { gaps })
    expect(faultsOf(found)).toEqual([])
    expect(found.gaps).toBe(1)
    expect(found.lostSeconds).toBe(16)
    expect(found.findings.find(({ key }) => key === 'lost')).toMatchObject({ verdict: 'bad' })
  })

  test('a time in which nothing carries anything is the recording’s fault', () => {
    const padded = clean.map((signal) => signal.map((value, i) => (i > signal.length * 0.9 ? 0 : value)))
    const found = judge(padded)
    expect(faultsOf(found)).toEqual([])
    expect(found.silent).toBeGreaterThan(0.08)
    expect(found.verdict).toBe('fair')
  })

  test('one that holds nothing at all is judged without a crash', () => {
    const found = judge(sites.map(() => new Float32Array(0)))
    expect(found).toMatchObject({ windows: 0, seconds: 0 })
    const silent = judge(sites.map(() => new Float32Array(20 * rate)))
    expect(silent).toMatchObject({ silent: 1, windows: 0, verdict: 'bad' })
    expect(silent.channels.every(({ reason }) => reason === 'flat')).toBe(true)
    expect(judge(sites.map(() => new Float32Array(20))).channels).toHaveLength(sites.length)
  })
})
