import { expect, test } from 'vitest'
import { understandKey } from './keys'

const names = ['AF3', 'C3', 'C4', 'Cz', 'CP3', 'FC1', 'Fz']

test('arrows move, Space chooses, K keeps and Home goes to Cz', () => {
  expect(understandKey('ArrowLeft', '', names)).toEqual({ kind: 'move', direction: 'left' })
  expect(understandKey(' ', '', names)).toEqual({ kind: 'activate' })
  expect(understandKey('k', '', names)).toEqual({ kind: 'keep' })
  expect(understandKey('Home', '', names)).toEqual({ kind: 'go', name: 'Cz' })
})
test('a name can be typed letter by letter', () => {
  expect(understandKey('c', '', names)).toEqual({ kind: 'go', name: 'C3' })
  expect(understandKey('p', 'c', names)).toEqual({ kind: 'go', name: 'CP3' })
  expect(understandKey('4', 'c', names)).toEqual({ kind: 'go', name: 'C4' })
})
test('A waits, because AF3 begins with it', () => {
  expect(understandKey('a', '', names)).toEqual({ kind: 'wait' })
  expect(understandKey('f', 'a', names)).toEqual({ kind: 'go', name: 'AF3' })
})
test('other keys are none of the head’s business', () => {
  expect(understandKey('Tab', '', names)).toBeNull()
  expect(understandKey('Escape', 'c', names)).toBeNull()
})
