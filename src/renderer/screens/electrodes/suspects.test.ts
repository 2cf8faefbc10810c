import { expect, test } from 'vitest'
import { eegmmidbSites, motorSites } from '../../../core/montage/regions'
import { suspectSites } from './suspects'

test('sites near the eyes, the jaw and the temples are suspect, motor sites never', () => {
  expect(suspectSites(eegmmidbSites).join(' ')).toBe('Fp1 Fpz Fp2 AF7 AF3 AFz AF4 AF8 F7 F8 FT7 FT8 T7 T8 T9 T10')
  expect(suspectSites(motorSites)).toEqual([])
  expect(suspectSites(['C3', 'T9', 'F6', 'AF8'])).toEqual(['T9', 'AF8'])
})
