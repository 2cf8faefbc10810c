import { expect, test } from 'vitest'
import { runsHeldOut } from './heldOut'

const runs = [
  { name: 'R08', classes: ['left', 'right'] },
  { name: 'R10', classes: ['fists', 'feet'] },
  { name: 'R12', classes: ['left', 'right'] },
  { name: 'R14', classes: ['fists', 'feet'] },
]
const heldOut = (classes: string[]) =>
  runsHeldOut(runs, classes, (run, classId) => run.classes.includes(classId)).map(({ name }) => name)

test('the last run alone is held out when it has every class', () => {
  expect(heldOut(['fists', 'feet'])).toEqual(['R14'])
})

test('a run more is held out for each class that the last ones lack', () => {
  expect(heldOut(['left', 'right', 'fists', 'feet'])).toEqual(['R12', 'R14'])
})

test('all runs come back when a class is nowhere', () => {
  expect(heldOut(['left', 'tongue'])).toHaveLength(4)
})
