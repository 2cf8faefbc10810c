import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { CurveFinding, CurvePlan } from '../../src/core/domain/curve'
import { sayAnswer } from '../../src/core/domain/curveWording'
import { compareFindings } from '../../src/jobs/curve/compareFindings'
import { prepareCurve } from '../../src/jobs/curve/prepareCurve'
import { curveId, rerunCurve, selectCurve } from '../../src/jobs/curve/selectCurve'
import type { Study } from '../../src/store/study'
import { cheapPlan, importInto, quietCurve } from '../support/curveStudy'
import { requireData } from '../support/data'
import { writeSimulatedRuns, type RunsToSimulate } from '../support/simulatedRuns'
import { useTestFolder } from '../support/studyFolder'

const folder = useTestFolder()

async function simulatedStudy(...people: RunsToSimulate[]): Promise<Study> {
  const study = folder.open(join(folder.path, 'study'), true)
  for (const [i, wish] of people.entries())
    await importInto(study, writeSimulatedRuns(join(folder.path, `files${i}`), wish))
  return study
}

/** What must not differ between two runs. */
const lasting = ({ createdAtMs: _, seconds: __, ...finding }: CurveFinding): unknown => finding

const journalOf = (study: Study, id: string): string => join(study.curves.folder(id), 'units.jsonl')

/** Cancels once so many units are in the journal. */
async function cancelAfter(study: Study, plan: CurvePlan, units: number): Promise<{ ms: number; outcome: unknown }> {
  const cancellation = { requested: false }
  let askedAt = Infinity
  const outcome = await selectCurve(study, plan, {
    ...quietCurve,
    cancellation,
    report(report) {
      if (cancellation.requested || report.units.filter(({ state }) => state === 'done').length < units) return
      cancellation.requested = true
      askedAt = performance.now()
    },
  }).catch((thrown: unknown) => thrown)
  return { ms: performance.now() - askedAt, outcome }
}

describe('a curve of a simulated person', () => {
  test('finds the sites under which the movement sits, decodes, and needs no more than a few of them', async () => {
    const study = await simulatedStudy({ trials: 24 })
    const finding = await selectCurve(
      study,
      cheapPlan(study, { methods: ['fisher', 'riemann-distance', 'random'] }),
      quietCurve,
    )
    expect(finding.recommendation.decoded).toBe(true)
    expect(finding.recommendation.n).toBeLessThanOrEqual(4)
    for (const method of ['fisher', 'riemann-distance']) {
      const point = finding.points.find((one) => one.method === method && one.n === 2)!
      expect(point.electrodes.toSorted(), method).toEqual(['C3', 'C4'])
      expect(point.figure.value).toBeGreaterThan(0.8)
    }
    const random = finding.points.find((one) => one.method === 'random' && one.n === 2)!
    expect(Math.min(...random.drawValues!)).toBeLessThan(0.7)
  })

  test('with shuffled labels nothing is decoded, nothing recommended, and it says what to check', async () => {
    const study = await simulatedStudy({ trials: 24 })
    const finding = await selectCurve(study, cheapPlan(study, { shuffleLabels: true }), quietCurve)
    expect(finding.recommendation.decoded).toBe(false)
    expect(finding.statements.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['nothing-decoded', 'check-labels']),
    )
    expect(sayAnswer(finding.statements, 'en')).toMatch(/^Nothing was decoded: .+ No set is recommended\. Check /)
  })

  test('cancelled after some units and with half a line in its journal, it goes on to the same answer', async () => {
    const study = await simulatedStudy({})
    const plan = cheapPlan(study)
    const whole = await selectCurve(study, plan, quietCurve)
    const other = folder.open(join(folder.path, 'other'), true)
    await importInto(other, join(folder.path, 'files0'))
    const { outcome } = await cancelAfter(other, plan, 5)
    expect(outcome).toMatchObject({ data: { code: 'job/cancelled' } })
    const id = curveId(plan, await prepareCurve(other, plan, quietCurve))
    expect(other.curves.unfinished()).toMatchObject([{ id }])
    const before = readFileSync(journalOf(other, id), 'utf8').trim().split('\n')
    expect(before.length).toBeGreaterThanOrEqual(5)
    appendFileSync(journalOf(other, id), '{"key":"0/fish')
    const done = new Set<number>()
    const goingOn = await selectCurve(other, plan, {
      ...quietCurve,
      report: ({ units }) => done.add(units.filter(({ state }) => state === 'done').length),
    })
    expect(Math.min(...done)).toBe(before.length)
    expect(lasting(goingOn)).toEqual(lasting(whole))
    expect(other.curves.unfinished()).toEqual([])
  })

  test('is computed again to the same numbers, in another study that has the same recordings under other numbers', async () => {
    const study = await simulatedStudy({})
    const finding = await selectCurve(study, cheapPlan(study), quietCurve)
    const other = folder.open(join(folder.path, 'other'), true)
    await importInto(other, writeSimulatedRuns(join(folder.path, 'stranger'), { subject: 2, runs: 1 }))
    await expect(rerunCurve(other, finding, quietCurve)).rejects.toMatchObject({ data: { code: 'file/not-found' } })
    await importInto(other, join(folder.path, 'files0'))
    expect(compareFindings(finding, await rerunCurve(other, finding, quietCurve))).toEqual({
      same: true,
      differences: [],
    })
    const changed = {
      ...finding,
      points: finding.points.map((point) => ({ ...point, answers: point.answers.map(() => 0) })),
    }
    expect(compareFindings(changed, finding).same).toBe(false)
  })

  test('the network scores sets too, on the processor', async () => {
    const study = await simulatedStudy({})
    const change: Partial<CurvePlan> = {
      decoders: ['network'],
      methods: ['fixed'],
      sizes: [2],
      steps: 20,
      backend: 'cpu',
    }
    const finding = await selectCurve(study, cheapPlan(study, change), quietCurve)
    expect(finding.learnedOn?.backend).toBe('cpu')
    expect(finding.decoder).toBe('network')
    expect(finding.points.map(({ method, n }) => `${method} ${n}`)).toEqual(['fixed 2', 'all 12'])
    expect(finding.points[0]!.answers).toHaveLength(60)
  })
})

describe('across people', () => {
  const two = [{ trials: 20 }, { subject: 2, trials: 20 }]

  test.each(['subjects', 'tuned'] as const)(
    '%s: each is judged by what never saw the judged trials, and has figures of its own',
    async (scheme) => {
      const study = await simulatedStudy(...two)
      const finding = await selectCurve(study, cheapPlan(study, { scheme, methods: ['fisher', 'random'] }), quietCurve)
      expect(finding.folds).toHaveLength(scheme === 'subjects' ? 2 : 6)
      expect(finding.trials).toHaveLength(120)
      expect(finding.perSubject.map(({ subject }) => subject)).toEqual(['SIM1', 'SIM2'])
      for (const { points } of finding.perSubject) {
        expect(points).toHaveLength(finding.points.length)
        expect(points.every(({ figure }) => figure.trials === 60)).toBe(true)
      }
      const point = finding.points.find(({ method, n }) => method === 'fisher' && n === 2)!
      expect(point.electrodes.toSorted()).toEqual(['C3', 'C4'])
      expect(point.figure.value).toBeGreaterThan(0.7)
    },
  )
})

const s001 = requireData('eegmmidb/S001/S001R04.edf')
describe.skipIf(s001 === null)('on real recordings', () => {
  const data = join(s001 ?? '', '../..')

  test('64 electrodes and four classes are cancelled within a second', async () => {
    const study = folder.open(join(folder.path, 'study'), true)
    await importInto(study, ...['R04', 'R06', 'R08', 'R10'].map((run) => join(data, `S001/S001${run}.edf`)))
    const classes = ['left-fist', 'right-fist', 'both-fists', 'both-feet']
    const plan = cheapPlan(study, { classes, sizes: [2], methods: ['fixed'], decoders: ['riemann'] })
    // The first unit with all sites is what is cancelled in.
    const { ms, outcome } = await cancelAfter(study, plan, 4)
    expect(outcome).toMatchObject({ data: { code: 'job/cancelled' } })
    expect(ms).toBeLessThan(1_000)
  })

  test('a choice tuned to each of two people works', async () => {
    const study = folder.open(join(folder.path, 'study'), true)
    const files = ['S001/S001R04', 'S001/S001R08', 'S001/S001R12', 'S002/S002R04', 'S002/S002R08', 'S002/S002R12']
    await importInto(study, ...files.map((file) => join(data, `${file}.edf`)))
    const constraints = {
      ...cheapPlan(study).constraints,
      candidates: ['FC3', 'FC4', 'C3', 'Cz', 'C4', 'CP3', 'CPz', 'CP4'],
    }
    const change: Partial<CurvePlan> = { scheme: 'tuned', sizes: [8], methods: ['fixed'], constraints }
    const finding = await selectCurve(study, cheapPlan(study, change), quietCurve)
    expect(finding.perSubject.map(({ subject }) => subject)).toEqual(['S001', 'S002'])
    expect(finding.trials).toHaveLength(90)
    // S002's own runs decode at .8 to .9 (shared facts); tuning must not lose that.
    const own = finding.perSubject[1]!.points.find(({ method, n }) => method === 'fixed' && n === 8)!
    expect(own.figure.value).toBeGreaterThan(0.65)
  })
})
