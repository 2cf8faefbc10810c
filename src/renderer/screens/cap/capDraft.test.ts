import { expect, test } from 'vitest'
import { presetCaps } from '../../../core/montage/caps'
import { draftFaults, emptyDraft, toCap, toDraft, withInputs } from './capDraft'

test('old and dotted names become sites of today, an empty one stays free', () => {
  const draft = { ...emptyDraft, name: ' Lab cap ', sites: ['T3', 'Fc5.', 'cz', ''], inputs: 4 }
  expect(draftFaults(draft)).toEqual([])
  expect(toCap(draft, 'own-1')).toMatchObject({
    id: 'own-1',
    name: 'Lab cap',
    sites: ['T7', 'FC5', 'Cz', null],
    origin: 'own',
  })
})

test('what is no site, or is there twice, is said at its input', () => {
  const draft = { ...emptyDraft, sites: ['C3', 'Q9', 'c3'], inputs: 3 }
  expect(draftFaults(draft)).toEqual([
    { kind: 'name' },
    { kind: 'site', input: 1, text: 'Q9' },
    { kind: 'twice', input: 2, site: 'C3' },
  ])
})

test('fewer and again more inputs keep what was typed for the first ones', () => {
  const draft = { ...emptyDraft, sites: ['C3', 'C4', 'Cz'], inputs: 3 }
  expect(withInputs(withInputs(draft, 2), 4).sites).toEqual(['C3', 'C4', '', ''])
})

test('a copy of a preset is a cap of its own', () => {
  const crown = presetCaps.find((cap) => cap.id === 'crown')!
  const copy = toCap(toDraft(crown, true), 'own-2')
  expect([copy.id, copy.origin, copy.sites]).toEqual(['own-2', 'own', crown.sites])
})
