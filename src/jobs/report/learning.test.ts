import { expect, test } from 'vitest'
import { describeLearning } from './learning'

const electrodes = ['C3', 'Cz', 'C4', 'CP4']
const learned = { electrodes, medianEntropy: 0.02, converged: true, duplicatesReplaced: 0 }

test('says how many neurons got another site than they wanted', () => {
  expect(describeLearning(learned)).toBe('Selection converged (median entropy 0.02), no duplicate replaced')
  expect(describeLearning({ ...learned, duplicatesReplaced: 1 })).toContain(
    '1 of 4 neurons wanted a site that another had, and got its next best',
  )
  expect(describeLearning({ ...learned, converged: false })).toContain('has not converged')
})

test('says at which step a stage ended early, and why', () => {
  const [selecting, tuning] = [{ stage: 'selecting', of: 300 } as const, { stage: 'fine-tuning', of: 100 } as const]
  const whole = [
    { ...selecting, steps: 300 },
    { ...tuning, steps: 100 },
  ]
  expect(describeLearning({ ...learned, stages: whole })).toMatch(/; chose in all 300 steps, tuned in all 100 steps$/)
  const early = [
    { ...selecting, steps: 250 },
    { ...tuning, steps: 100 },
  ]
  expect(describeLearning({ ...learned, stages: early })).toMatch(
    /; chose until step 250 of 300, tuned in all 100 steps: validation gained no more$/,
  )
})

test('where nothing was left to choose it says so, and nothing of a choice', () => {
  const stages = [{ stage: 'fine-tuning', steps: 40, of: 40 } as const]
  expect(describeLearning({ ...learned, stages })).toBe('All 4 are used; nothing was chosen; tuned in all 40 steps')
})
