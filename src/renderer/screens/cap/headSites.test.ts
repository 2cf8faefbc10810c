import { expect, test } from 'vitest'
import type { Cap } from '../../../core/domain/electrode'
import { capSites, wiringSites } from './headSites'

const cap: Cap = {
  id: 'own-1',
  name: 'Mine',
  sites: ['T9', 'C3'],
  reference: 'T9',
  ground: 'A1',
  inputs: 2,
  origin: 'own',
}

test('every site is on the head once, also where the reference is one of the contacts or both are one', () => {
  const namesOf = (sites: { name: string }[]) => sites.map(({ name }) => name).sort()
  expect(namesOf(capSites(cap, ['C3', 'Cz']))).toEqual(['A1', 'C3', 'Cz', 'T9'])
  expect(namesOf(wiringSites(cap, [{ electrode: 'C3', input: 1 }]))).toEqual(['A1', 'C3', 'T9'])
  expect(namesOf(wiringSites({ ...cap, reference: 'A1' }, [{ electrode: 'C3', input: 1 }]))).toEqual(['A1', 'C3', 'T9'])
})
