import { expect, test } from 'vitest'
import { applyUpdate } from './applyUpdate'

const update = (id: string, sequence: number, startedAtMs = 0) => ({ id, sequence, startedAtMs })

test('a new job goes to the end', () => {
  expect(applyUpdate([update('a', 0)], update('b', 0)).map((job) => job.id)).toEqual(['a', 'b'])
})
test('a job that was heard of before older ones were listed stays the newest', () => {
  const heard = applyUpdate([], update('running', 7, 30))
  const listed = [update('cancelled', 3, 10), update('finished', 9, 20), update('running', 6, 30)]
  expect(listed.reduce(applyUpdate, heard)).toEqual([listed[0], listed[1], update('running', 7, 30)])
})
test('a newer update takes the place of an older one', () => {
  expect(applyUpdate([update('a', 1), update('b', 4)], update('a', 3))).toEqual([update('a', 3), update('b', 4)])
})
test('an old or repeated update changes nothing', () => {
  const known = [update('a', 3)]
  expect(applyUpdate(known, update('a', 2))).toBe(known)
  expect(applyUpdate(known, update('a', 3))).toBe(known)
})
