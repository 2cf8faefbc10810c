import { afterEach, expect, test } from 'vitest'
import type { AccuracyFigure } from '../../../core/domain/model'
import { setLocale } from '../../lib/paraglide/runtime.js'
import { answerText, paragraphOf } from './wording'

afterEach(() => void setLocale('en', { reload: false }))

const accuracy = {
  value: 0.87,
  low: 0.62,
  high: 0.96,
  chance: 0.5,
  chanceLimit: 0.8,
  correct: 13,
  trials: 15,
  kappa: 0.7,
} as AccuracyFigure
const answered = { electrodes: ['C3', 'C4'], classes: ['both-fists', 'both-feet'], accuracy, heldOutRuns: ['R14'] }

test('a control is never said to tell classes apart, however many it got right', () => {
  expect(answerText(answered)).toContain('tell both fists and both feet apart')
  expect(answerText({ ...answered, control: 'shuffled-labels' })).toBe(
    'From shuffled labels: 13 of 15 right, guessing gives 7.5.',
  )
})

test('sentences have a space between them in English alone', () => {
  expect(paragraphOf(['One.', null, 'Two.'])).toBe('One. Two.')
  void setLocale('zh-CN', { reload: false })
  expect(paragraphOf(['甲。', null, '乙。'])).toBe('甲。乙。')
})
