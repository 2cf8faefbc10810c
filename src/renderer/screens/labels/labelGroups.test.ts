import { describe, expect, test } from 'vitest'
import { recordingForTest } from '../recordings/fixtures'
import { conflictOf, ownClasses, toLabelGroups, withMeaning } from './labelGroups'

const fists = { T0: null, T1: 'left-fist', T2: 'right-fist' }
const feet = { T0: null, T1: 'both-fists', T2: 'both-feet' }
const list = [
  recordingForTest({ id: 1, run: 'R12', codes: fists }),
  recordingForTest({ id: 2, run: 'R06', codes: feet }),
  recordingForTest({ id: 3, run: 'R04', codes: fists }),
  recordingForTest({ id: 4, run: 'R01', codes: {} }),
]

describe('runs with the same meaning', () => {
  test('stand together, in the order of their runs, with counts summed', () => {
    const groups = toLabelGroups(list)
    expect(groups.map(({ runs }) => runs)).toEqual([['R04', 'R12'], ['R06']])
    expect(groups[0]!.markers).toEqual([
      { code: 'T0', count: 8, byRun: [4, 4], classId: null },
      { code: 'T1', count: 8, byRun: [4, 4], classId: 'left-fist' },
      { code: 'T2', count: 8, byRun: [4, 4], classId: 'right-fist' },
    ])
  })
  test('that are not confirmed stand apart from those that are', () => {
    const open = recordingForTest({ id: 5, run: 'R08', codes: fists, confirmed: false })
    expect(toLabelGroups([...list, open]).map(({ runs }) => runs)).toEqual([['R04', 'R12'], ['R06'], ['R08']])
  })
})

test('a code that means something else in other runs is named with them', () => {
  const groups = toLabelGroups(list)
  expect(conflictOf(groups[0]!, groups)).toEqual({
    codes: ['T1', 'T2'],
    runs: ['R06'],
    classes: ['both-fists', 'both-feet'],
  })
  expect(conflictOf(groups[0]!, [groups[0]!])).toBeNull()
})
test('changing one meaning leaves the others', () => {
  const [group] = toLabelGroups(list)
  expect(withMeaning(group!, 'T1', 'tongue')).toEqual([
    { code: 'T0', classId: null },
    { code: 'T1', classId: 'tongue' },
    { code: 'T2', classId: 'right-fist' },
  ])
})
test('classes of one’s own are offered in every run', () => {
  const tongue = recordingForTest({ id: 6, codes: { S5: 'tongue', S6: 'left-fist' } })
  expect(ownClasses([...list, tongue], ['left-fist', 'right-fist', 'both-fists', 'both-feet', 'rest'])).toEqual([
    'tongue',
  ])
})
