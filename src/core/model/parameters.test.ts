import { expect, it } from 'vitest'
import { publishedNetwork } from '../domain/model'
import { requireFilters } from './parameters'

it.each([
  [[16], 'filters of 16 taps'],
  [[17, 9, 9], 'two banks of 9 taps'],
])('filters that no backend learns are refused with the reason: %j', (taps, reason) => {
  expect(() => requireFilters({ ...publishedNetwork, taps })).toThrow(reason)
})

it('the published filters are fine', () => {
  expect(() => requireFilters(publishedNetwork)).not.toThrow()
})
