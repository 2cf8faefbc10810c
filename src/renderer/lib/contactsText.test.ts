import { afterEach, expect, test } from 'vitest'
import type { AccuracyFigure } from '../../core/domain/model'
import { answerText } from '../screens/electrodes/wording'
import { contactsText } from './contactsText'
import { setLocale } from './paraglide/runtime.js'

afterEach(() => void setLocale('en', { reload: false }))

test('the contacts to check are named in the person’s language', () => {
  expect(contactsText(['Fp1', 'CP4', 'FC3', 'Cz'])).toBe('CP4, FC3, and Cz')
  expect(contactsText([])).toBe('the electrodes')
  void setLocale('zh-CN', { reload: false })
  expect(contactsText(['CP4', 'FC3'])).toBe('CP4和FC3')
  expect(contactsText([])).toBe('各电极')
})

test('an answer at chance sends nobody to electrodes that are not in it', () => {
  const accuracy = { value: 0.5, low: 0.3, high: 0.7, chance: 0.5, chanceLimit: 0.8, correct: 11, trials: 15 }
  const text = answerText({
    electrodes: ['AF8', 'CP4', 'FC3', 'O1'],
    classes: ['both-fists', 'both-feet'],
    accuracy: accuracy as AccuracyFigure,
    heldOutRuns: ['R14'],
  })
  expect(text).toMatch(/^Nothing was decoded: 11 of 15 right.*the contact at CP4 and FC3\.$/)
  expect(text).not.toMatch(/C3 and C4/)
})
