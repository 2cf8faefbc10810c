import { expect, test } from 'vitest'
import type { NamedSet } from '../../../../core/domain/curve'
import type { Cap } from '../../../../core/domain/electrode'
import type { RecordingView } from '../../../../ipc/views'
import { curveFaults } from './curveFaults'
import type { CurveQuestion } from './curvePlan'
import { recommendedChoices, recommendedSizes, schemesFor, toCurvePlan } from './curvePlan'
import { CurveSettings } from './curveSettings.svelte'

const run = (id: number, subject: string, session = ''): RecordingView =>
  ({
    summary: { id, subject, session, run: `R${id}` },
    classCounts: { left: 10, right: 10 },
  }) as unknown as RecordingView
const sites = ['Fz', 'FC3', 'FC4', 'C5', 'C3', 'C1', 'Cz', 'C2', 'C4', 'C6', 'CP3', 'CPz', 'CP4', 'Pz', 'O1', 'O2']
const question: CurveQuestion = {
  subject: 'S001',
  recordingIds: [1, 2],
  recordings: [run(1, 'S001'), run(2, 'S001'), run(3, 'S002')],
  classes: ['left', 'right'],
  ...{ sites, allowed: null, keep: [], avoid: [], cap: null },
}
const cap = (change: Partial<Cap>): Cap => ({ id: 'own', name: 'Own', sites: [], inputs: 8, origin: 'own', ...change })

test('one button asks what is recommended, of all sites, in plain data', () => {
  const plan = toCurvePlan(question, recommendedChoices)
  expect(plan).toMatchObject({ scheme: 'runs', subjects: ['S001'], recordingIds: [1, 2], sizes: [2, 4, 8, 16] })
  expect(plan.constraints).toMatchObject({ candidates: [], inputs: null, reserved: [] })
  expect(structuredClone(plan)).toEqual(plan)
})

test('a cap gives its inputs, its sites and where its reference sits; the most that it can carry is asked for', () => {
  const worn = cap({ sites: ['FC3', 'C3', 'Cz', 'C4', 'CPz', 'Pz'], inputs: 6, reference: 'Pz' })
  const plan = toCurvePlan({ ...question, cap: worn }, recommendedChoices)
  expect(plan.constraints).toMatchObject({ candidates: ['FC3', 'C3', 'Cz', 'C4', 'CPz'], inputs: 6, reserved: ['Pz'] })
  expect(plan.sizes).toEqual([2, 4, 5])
})

test('a cap whose inputs go anywhere leaves the sites open', () => {
  const plan = toCurvePlan({ ...question, cap: cap({ sites: [null, null] }) }, recommendedChoices)
  expect(plan.constraints).toMatchObject({ candidates: [], inputs: 8 })
  expect(plan.sizes).toEqual([2, 4, 8])
})

test('no set is smaller than what is kept', () => {
  expect(recommendedSizes({ ...question, keep: ['C3', 'Cz', 'C4'] }, true)).toEqual([4, 8, 16])
})

test('what a depth does not show keeps its recommended value', () => {
  const settings = new CurveSettings(keptSets().api)
  settings.methods = ['fixed', 'fisher']
  settings.seed = 7
  settings.symmetric = true
  expect(toCurvePlan(question, settings).methods).toEqual(recommendedChoices.methods)
  settings.depth = 'choices'
  expect(toCurvePlan(question, settings)).toMatchObject({ methods: ['fixed', 'fisher'], seed: 1 })
  settings.depth = 'everything'
  const plan = toCurvePlan(question, settings)
  expect(plan).toMatchObject({ methods: ['fixed', 'fisher'], seed: 7, restarts: 3, decoders: ['lda'] })
  expect(plan.constraints.symmetric).toBe(true)
})

test('sets of a person are kept by the study, one a name; in another study they are neither saved nor compared', async () => {
  const { api, kept } = keptSets()
  const settings = new CurveSettings(api)
  await settings.load('/study')
  await settings.saveSet({ name: 'Mine', electrodes: ['C3'] })
  await settings.saveSet({ name: 'Mine', electrodes: ['C3', 'C4'] })
  await settings.saveSet({ name: 'Other', electrodes: ['Cz'] })
  await settings.removeSet('Other')
  const mine = [{ name: 'Mine', electrodes: ['C3', 'C4'] }]
  expect([kept(), settings.savedSets, settings.ownSets]).toEqual([mine, mine, mine])
  const afterRestart = new CurveSettings(api)
  await afterRestart.load('/study')
  expect([afterRestart.savedSets, afterRestart.ownSets]).toEqual([mine, []])
  api.curve.ownSets = () => Promise.resolve([])
  await settings.load('/other')
  expect([settings.savedSets, settings.ownSets]).toEqual([[], []])
})

test('a set that the study did not take is not shown as saved', async () => {
  const { api } = keptSets()
  const settings = new CurveSettings(api)
  await settings.load('/study')
  api.curve.saveOwnSet = () => Promise.reject(new Error('disk full'))
  await expect(settings.saveSet({ name: 'Mine', electrodes: ['C3'] })).rejects.toThrow('disk full')
  expect([settings.savedSets, settings.ownSets]).toEqual([[], []])
})

test('a reply that comes after another study was opened changes nothing there', async () => {
  const { api } = keptSets()
  const settings = new CurveSettings(api)
  await settings.load('/study')
  let reply = (_sets: NamedSet[]): void => undefined
  api.curve.saveOwnSet = () => new Promise((resolve) => (reply = resolve))
  const saving = settings.saveSet({ name: 'Mine', electrodes: ['C3'] })
  await settings.load('/other')
  reply([{ name: 'Mine', electrodes: ['C3'] }])
  await saving
  expect([settings.savedSets, settings.ownSets]).toEqual([[], []])
})

test('across subjects all runs of the study with these classes take part', () => {
  expect(schemesFor(question)).toEqual(['runs', 'subjects', 'tuned'])
  const plan = toCurvePlan(question, { ...recommendedChoices, depth: 'choices', scheme: 'subjects' })
  expect(plan).toMatchObject({ subjects: ['S001', 'S002'], recordingIds: [1, 2, 3] })
})

test.each([
  ['no-methods', { methods: [] }, {}],
  ['no-sizes', { sizes: [] }, {}],
  ['larger-than-candidates', { sizes: [2, 32] }, {}],
  ['smaller-than-kept', { sizes: [2, 8] }, { keep: 3 }],
])('the fault %s is found before anything starts', (kind, change, more) => {
  const plan = { ...toCurvePlan(question, recommendedChoices), ...change }
  expect(curveFaults(plan, { free: 16, keep: 0, ...more }).map((fault) => fault.kind)).toEqual([kind])
})

/** A study's sets as main keeps them. */
function keptSets() {
  let sets: NamedSet[] = []
  const curve = {
    ownSets: () => Promise.resolve(sets),
    saveOwnSet: (set: NamedSet) => Promise.resolve((sets = [...sets.filter(({ name }) => name !== set.name), set])),
    removeOwnSet: ({ name }: { name: string }) => Promise.resolve((sets = sets.filter((set) => set.name !== name))),
  }
  return { api: { curve }, kept: () => sets }
}
