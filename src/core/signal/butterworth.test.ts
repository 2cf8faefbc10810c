import { describe, expect, test } from 'vitest'
import type { AppError } from '../domain/error'
import type { FilterSpec } from '../domain/signal'
import { designButterworth, gainAt, type Section } from './butterworth'

interface Reference {
  readonly spec: FilterSpec
  readonly rate: number
  readonly sos: readonly (readonly number[])[]
}

/** scipy.signal.butter(order, corners, kind, fs=rate, output='sos'), scipy 1.17.1. Its `bandstop` is our notch. */
const references: Reference[] = [
  {
    spec: { kind: 'highpass', order: 3, corners: [4] },
    rate: 160,
    sos: [
      [0.8544972316025424, -0.8544972316025424, 0, 1, -0.8540806854634666, 0],
      [1, -2, 1, 1, -1.8320767110846765, 0.8549137777416177],
    ],
  },
  {
    spec: { kind: 'lowpass', order: 4, corners: [40] },
    rate: 160,
    sos: [
      [0.09398085143379444, 0.18796170286758887, 0.09398085143379444, 1, -1.387778780781446e-16, 0.03956612989658006],
      [1, 2, 1, 1, -1.1102230246251565e-16, 0.4464626921716894],
    ],
  },
  {
    spec: { kind: 'lowpass', order: 1, corners: [10] },
    rate: 250,
    sos: [[0.11216024447519345, 0.11216024447519345, 0, 1, -0.7756795110496131, 0]],
  },
  {
    spec: { kind: 'lowpass', order: 10, corners: [30] },
    rate: 250,
    sos: [
      [7.864582431117385e-6, 1.572916486223477e-5, 7.864582431117385e-6, 1, -0.8698291023054242, 0.19323256116285825],
      [1, 2, 1, 1, -0.9055871236154616, 0.2422854558484973],
      [1, 2, 1, 1, -0.9824057931083952, 0.34766539485172315],
      [1, 2, 1, 1, -1.1122687329924235, 0.5258115248757185],
      [1, 2, 1, 1, -1.3169132782633368, 0.8065431470235805],
    ],
  },
  {
    spec: { kind: 'highpass', order: 10, corners: [4] },
    rate: 160,
    sos: [
      [0.6048710938791492, -1.2097421877582983, 0.6048710938791492, 1, -1.7110109505495532, 0.7323389172728039],
      [1, -2, 1, 1, -1.7337231851697743, 0.7553342627544927],
      [1, -2, 1, 1, -1.7786317778245846, 0.8008026466657073],
      [1, -2, 1, 1, -1.8443886408029226, 0.8673791772124948],
      [1, -2, 1, 1, -1.9281905010073297, 0.9522256381456184],
    ],
  },
  {
    spec: { kind: 'bandpass', order: 2, corners: [8, 30] },
    rate: 160,
    sos: [
      [0.11398668088616984, 0.22797336177233968, 0.11398668088616984, 1, -0.6892153771052673, 0.4182642329660145],
      [1, -2, 1, 1, -1.6110082988419294, 0.7188130456522032],
    ],
  },
  {
    spec: { kind: 'bandpass', order: 5, corners: [8, 30] },
    rate: 250,
    sos: [
      [0.0007407651902534188, 0.0014815303805068376, 0.0007407651902534188, 1, -1.2281593887385187, 0.5220891398366398],
      [1, 2, 1, 1, -1.4383013998046956, 0.5579652749772579],
      [1, 0, -1, 1, -1.7209622645914495, 0.7731087836828416],
      [1, -2, 1, 1, -1.3113753424592498, 0.777328818301237],
      [1, -2, 1, 1, -1.8868797782795723, 0.9272061762003689],
    ],
  },
  {
    // Wide enough that the real pole of the prototype becomes two real poles.
    spec: { kind: 'bandpass', order: 3, corners: [1, 60] },
    rate: 160,
    sos: [
      [0.4271388403342421, 0.8542776806684842, 0.4271388403342421, 1, 1.0444531174713478, 0.4812643461438826],
      [1, 0, -1, 1, -0.55351251872641, -0.39139245546309037],
      [1, -2, 1, 1, -1.9602861775548412, 0.9618107572568981],
    ],
  },
  {
    spec: { kind: 'notch', order: 2, corners: [50, 4] },
    rate: 250,
    sos: [
      [0.9313788581229818, -0.5763517479909793, 0.931378858122982, 1, -0.5312749131399037, 0.9306151829469846],
      [1, -0.6188155796799032, 1.0000000000000002, 1, -0.66243373701778, 0.9321491306907755],
    ],
  },
  {
    spec: { kind: 'notch', order: 3, corners: [50, 10] },
    rate: 160,
    sos: [
      [0.673479047713825, 0.525556977158422, 0.6734790477138252, 1, 0.6508910153042045, 0.6681786379192993],
      [1, 0.7803612880645128, 1.0000000000000002, 1, 0.40095393029524645, 0.8123744025827498],
      [1, 0.7803612880645128, 1.0000000000000002, 1, 0.984573627206337, 0.8355500313037121],
    ],
  },
]

const toSections = (sos: Reference['sos']): Section[] =>
  sos.map(([b0, b1, b2, , a1, a2]) => ({ b0: b0!, b1: b1!, b2: b2!, a1: a1!, a2: a2! }))

const poles = (sections: readonly Section[]): number[][] =>
  sections.map(({ a1, a2 }) => [a2, a1]).sort((left, right) => left[0]! - right[0]! || left[1]! - right[1]!)

const angle = (frequency: number, rate: number): number => (2 * Math.PI * frequency) / rate

describe.each(references)('$spec.kind of order $spec.order at $spec.corners Hz of $rate Hz', ({ spec, rate, sos }) => {
  const sections = designButterworth(spec, rate)

  test('has the poles of the reference', () => {
    expect(sections).toHaveLength(sos.length)
    poles(sections).forEach(([a2, a1], i) => {
      expect(a2).toBeCloseTo(poles(toSections(sos))[i]![0]!, 11)
      expect(a1).toBeCloseTo(poles(toSections(sos))[i]![1]!, 11)
    })
  })

  test('has the gain of the reference at every frequency', () => {
    for (let frequency = 0; frequency <= rate / 2; frequency += 0.5) {
      const expected = gainAt(toSections(sos), angle(frequency, rate))
      expect(gainAt(sections, angle(frequency, rate))).toBeCloseTo(expected, 9)
    }
  })

  test('is 3 dB down at each corner', () => {
    const [first, second] = spec.corners as [number, number]
    const edges = spec.kind === 'notch' ? [first - second / 2, first + second / 2] : spec.corners
    for (const edge of edges) expect(gainAt(sections, angle(edge, rate))).toBeCloseTo(Math.SQRT1_2, 9)
  })
})

const kinds: [FilterSpec['kind'], number[]][] = [
  ['highpass', [0.5]],
  ['lowpass', [79.5]],
  ['bandpass', [0.5, 79]],
  ['notch', [50, 1]],
]
test.each(kinds)('a %s is stable at every order from 1 to 10', (kind, corners) => {
  for (let order = 1; order <= 10; order++) {
    for (const { a1, a2 } of designButterworth({ kind, order, corners }, 160)) {
      expect(Math.abs(a2)).toBeLessThan(1)
      expect(Math.abs(a1)).toBeLessThan(1 + a2)
    }
  }
})

const refused: [FilterSpec, RegExp][] = [
  [{ kind: 'highpass', order: 3, corners: [80] }, /^Must be below 80 Hz, half the sample rate\.$/],
  [{ kind: 'bandpass', order: 3, corners: [8, 90] }, /below 80 Hz/],
  [{ kind: 'notch', order: 2, corners: [79, 4] }, /below 80 Hz/],
  [{ kind: 'lowpass', order: 0, corners: [40] }, /order from 1 to 10, got 0/],
  [{ kind: 'lowpass', order: 11, corners: [40] }, /got 11/],
  [{ kind: 'bandpass', order: 2, corners: [8] }, /two corners, got 1/],
  [{ kind: 'bandpass', order: 2, corners: [30, 8] }, /empty/],
  [{ kind: 'highpass', order: 2, corners: [0] }, /above 0 Hz/],
  [{ kind: 'highpass', order: 2, corners: [NaN] }, /above 0 Hz/],
]
test.each(refused)('refuses %j', (spec, message) => {
  try {
    designButterworth(spec, 160)
    expect.unreachable()
  } catch (thrown) {
    expect((thrown as AppError).code).toBe('signal/bad-spec')
    expect((thrown as AppError).message).toMatch(message)
  }
})
