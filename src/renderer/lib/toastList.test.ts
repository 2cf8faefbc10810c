import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ToastList } from './toastList.svelte'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())
const titles = (list: ToastList) => list.all.map(({ title }) => title)

test('a toast goes by itself after four seconds, an error after twelve', () => {
  const list = new ToastList()
  list.say({ tone: 'good', title: 'done' })
  list.say({ tone: 'bad', title: 'failed' })
  vi.advanceTimersByTime(3999)
  expect(titles(list)).toEqual(['done', 'failed'])
  vi.advanceTimersByTime(1)
  expect(titles(list)).toEqual(['failed'])
  vi.advanceTimersByTime(8000)
  expect(titles(list)).toEqual([])
})

test('none goes while somebody is at them', () => {
  const list = new ToastList()
  list.say({ tone: 'plain', title: 'done' })
  list.hold()
  vi.advanceTimersByTime(60_000)
  expect(titles(list)).toEqual(['done'])
  list.letGo()
  vi.advanceTimersByTime(4000)
  expect(titles(list)).toEqual([])
})

test('the newest three stay', () => {
  const list = new ToastList()
  for (const title of ['1', '2', '3', '4']) list.say({ tone: 'plain', title })
  expect(titles(list)).toEqual(['2', '3', '4'])
})
