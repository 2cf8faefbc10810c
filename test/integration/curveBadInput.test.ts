import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { noConstraints, type CurveFinding, type CurvePlan } from '../../src/core/domain/curve'
import { sayAnswer } from '../../src/core/domain/curveWording'
import { AppError } from '../../src/core/domain/error'
import { selectCurve } from '../../src/jobs/curve/selectCurve'
import { toCurvePlan, toSizes } from '../../src/cli/curvePlan'
import type { Study } from '../../src/store/study'
import { cheapPlan, importInto, quietCurve } from '../support/curveStudy'
import { writeSimulatedRuns, type RunsToSimulate } from '../support/simulatedRuns'
import { failure, useTestFolder } from '../support/studyFolder'

const folder = useTestFolder()

async function studyOf(...people: RunsToSimulate[]): Promise<Study> {
  const study = folder.open(join(folder.path, 'study'), true)
  for (const [i, wish] of people.entries())
    await importInto(study, writeSimulatedRuns(join(folder.path, `files${i}`), wish))
  return study
}

const ask = (study: Study, change: Partial<CurvePlan> = {}): Promise<CurveFinding> =>
  selectCurve(study, cheapPlan(study, change), quietCurve)

/** Whole sentences that name what came, and a way out. */
async function refusal(asked: Promise<unknown>): Promise<AppError['data']> {
  const thrown = await asked.then(
    () => new Error('It was not refused.'),
    (error: unknown) => error,
  )
  expect(thrown).toBeInstanceOf(AppError)
  const { data } = thrown as AppError
  expect(data.hint).toBeTruthy()
  return data
}

describe('recordings that cannot answer are refused with what is needed', () => {
  test('too few trials of a class', async () => {
    const data = await refusal(ask(await studyOf({ runs: 2, trials: 6 })))
    expect(data).toMatchObject({ code: 'selection/too-few-trials' })
    expect(data.message).toMatch(/-fist has \d trials, at least 10 are needed/)
  })

  test('a class in one run only', async () => {
    // The second and third run cue one hand alone.
    const alter: RunsToSimulate['alter'] = (run, number) =>
      number === 1
        ? run
        : { ...run, markers: run.markers.map((one) => ({ ...one, code: one.code.replace('left', 'right') })) }
    const data = await refusal(ask(await studyOf({ trials: 24, alter })))
    expect(data.message).toBe('left-fist is in one run only (R01), so no run could judge it.')
  })

  test('one person where people are left out, or one session where sessions are', async () => {
    const study = await studyOf({})
    expect((await refusal(ask(study, { scheme: 'subjects' }))).message).toContain('at least two of them, got 1')
    expect((await refusal(ask(study, { scheme: 'tuned' }))).message).toContain('at least two of them, got 1')
    expect((await refusal(ask(study, { scheme: 'sessions' }))).message).toContain('across sessions needs at least two')
  })

  test('a person with one run where decoders are tuned', async () => {
    const data = await refusal(ask(await studyOf({}, { subject: 2, runs: 1 }), { scheme: 'tuned' }))
    expect(data.message).toBe('SIM2 has left-fist in 1 runs, and two are needed: one to tune to, one to judge.')
  })

  test('more electrodes than may be chosen, and a set with a site that is not there', async () => {
    const study = await studyOf({})
    expect(await refusal(ask(study, { sizes: [16] }))).toMatchObject({
      code: 'selection/too-few-candidates',
      message: '16 electrodes are wanted, but 12 sites may be chosen.',
    })
    const ownSets = [{ name: 'mine', electrodes: ['C3', 'CPz'] }]
    expect((await refusal(ask(study, { ownSets }))).message).toContain('The set mine has CPz')
    expect((await refusal(ask(study, { sizes: [] }))).message).toBe('No number of electrodes was asked for.')
  })
})

describe('channels that carry nothing', () => {
  const withChannel = (site: number, in_: number, value: (sample: number) => number): RunsToSimulate => ({
    alter: (run, number) => ({
      ...run,
      data: run.data.map((one, i) => (i === site && number === in_ ? one.map((_, sample) => value(sample)) : one)),
    }),
  })

  test('constant in one run: the site is never chosen, and the answer says so', async () => {
    const finding = await ask(await studyOf(withChannel(6, 2, () => 0)))
    expect(finding.leftOut).toEqual([{ site: 'T7', reason: 'constant', run: 'R02' }])
    expect(finding.sites).not.toContain('T7')
    expect(sayAnswer(finding.statements, 'en')).toContain('Left out: T7 R02 (no signal in a trial).')
    expect(sayAnswer(finding.statements, 'zh-CN')).toContain('已排除：T7 R02')
  })

  test('no numbers in one run: the site goes, the trials stay', async () => {
    const finding = await ask(await studyOf(withChannel(6, 2, (sample) => (sample % 500 === 7 ? NaN : sample % 13))))
    expect(finding.leftOut).toEqual([{ site: 'T7', reason: 'not-finite', run: 'R02' }])
    expect(finding.trials).toHaveLength(60)
  })

  test('kept on purpose: it is refused, not silently dropped', async () => {
    const study = await studyOf(withChannel(6, 2, () => 0))
    const data = await refusal(ask(study, { constraints: { ...noConstraints, keep: ['T7'] } }))
    expect(data.message).toBe('T7 should be kept, but it is a bad channel.')
  })

  test('marked as bad by a person: said as that', async () => {
    const study = await studyOf({})
    study.badChannels.set(study.recordings.list()[1]!.id, ['O2'])
    expect((await ask(study)).leftOut).toEqual([{ site: 'O2', reason: 'marked', run: 'R02' }])
  })
})

test('two channels with the same signal make covariances singular, and every decoder answers all the same', async () => {
  const study = await studyOf({
    alter: (run) => ({ ...run, data: run.data.map((one, i) => (i === 7 ? run.data[0]! : one)) }),
  })
  const methods: CurvePlan['methods'] = [
    'fisher',
    'mutual-information',
    'csp-weights',
    'riemann-distance',
    'forward-riemann',
  ]
  const finding = await ask(study, { methods, sizes: [2, 4], decoders: ['lda', 'riemann'] })
  expect(finding.points).toHaveLength(2 * methods.length + 1)
  expect(finding.recommendation.figure.value).toBeGreaterThan(0.8)
})

test('recordings at different rates are brought to one', async () => {
  const study = await studyOf({ runs: 2 })
  const other = writeSimulatedRuns(join(folder.path, 'fast'), { runs: 3, sampleRate: 256 })
  await importInto(study, join(other, 'SIM1R03.edf'))
  expect(new Set(study.recordings.list().map(({ sampleRate }) => sampleRate))).toEqual(new Set([160, 256]))
  const finding = await ask(study)
  expect(finding.trials).toHaveLength(60)
  expect(finding.recommendation.decoded).toBe(true)
})

describe('words of the command line', () => {
  const planOf = (study: Study, values: Record<string, string>): CurvePlan =>
    toCurvePlan(study, { values, paths: [], context: quietCurve })

  test.each([
    [{ methods: 'fixed,best' }, '--methods: expected one of fixed, fisher', 'got best'],
    [{ scheme: 'weeks' }, '--scheme: expected one of runs, sessions, subjects, tuned', 'got weeks'],
    [{ decoder: 'lda,svm' }, '--decoder: expected one of', 'got svm'],
    [{ margin: '2 points' }, 'Expected a margin in standard errors', 'got 2 points'],
    [{ draws: '0' }, '--draws: expected a whole number from 1 on', 'got 0'],
    [{ cap: 'hat' }, 'There is no cap hat', ''],
    [{ keep: 'C3,X9' }, '--keep: expected sites of the chosen runs', 'got X9'],
  ])('%j is refused', async (values, expected, got) => {
    const study = await studyOf({ runs: 2, trials: 4 })
    const { data } = failure(() => planOf(study, values))
    expect(data.code).toBe('input/invalid')
    expect(data.message).toContain(expected)
    expect(data.message).toContain(got)
  })

  test.each(['0', '16..2', '2,,4', '2.5', 'many', '', '-2..4'])('-n %s is refused', (text) => {
    expect(failure(() => toSizes(text)).data.message).toBe(
      `-n: expected a number, a list or a range of electrodes, got ${text}.`,
    )
  })
})
