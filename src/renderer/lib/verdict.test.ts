import { expect, test } from 'vitest'
import type { AccuracyFigure } from '../../core/domain/model'
import { verdictOf } from './verdict'

const figure = (value: number, chanceLimit: number) => ({ value, chanceLimit }) as AccuracyFigure

test('an accuracy is above chance from its limit on, and nothing is said of too few trials', () => {
  expect(verdictOf(figure(0.8, 0.8))).toBe('above-chance')
  expect(verdictOf(figure(0.79, 0.8))).toBe('at-chance')
  expect(verdictOf(figure(1, 1.5))).toBe('too-few')
})
