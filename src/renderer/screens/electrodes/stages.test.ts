import { expect, test } from 'vitest'
import type { SelectionResult } from '../../../core/domain/training'
import { duplicatesText, stageText } from './stages'

test('a stage that ended before its last step says where and why', () => {
  expect(stageText({ stage: 'selecting', steps: 255, of: 300 })).toBe(
    'Choosing ended early, at step 255 of 300: validation gained no more.',
  )
  expect(stageText({ stage: 'fine-tuning', steps: 40, of: 100 })).toMatch(/^Fine-tuning ended early, at step 40 of 100/)
  expect(stageText({ stage: 'selecting', steps: 300, of: 300 })).toBe('Choosing made all of its 300 steps.')
  expect(stageText({ stage: 'fine-tuning', steps: 100, of: 100 })).toBe('Fine-tuning made all of its 100 steps.')
})

test('the number of neurons that wanted a site of another is said, and nothing where there was none', () => {
  const of = (duplicatesReplaced: number) =>
    ({ duplicatesReplaced, electrodes: ['C3', 'Cz', 'C4'] }) as unknown as SelectionResult
  expect(duplicatesText(of(2))).toBe('2 of 3 neurons wanted a site that another had; each got its next best.')
  expect(duplicatesText(of(1))).toBe('1 of 3 neurons wanted a site that another had; it got its next best.')
  expect(duplicatesText(of(0))).toBeNull()
})
