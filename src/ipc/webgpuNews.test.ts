import { expect, test } from 'vitest'
import { readWebgpuNews } from './webgpuNews'

test.each([
  [{ type: 'adapter', adapter: { device: 'NVIDIA ampere', accelerated: true } }],
  [{ type: 'adapter', adapter: null }],
  [{ type: 'lost', why: 'the graphics card was lost' }],
  [{ type: 'done' }],
])('%j is news of the page', (message) => {
  expect(readWebgpuNews(message)).toEqual(message)
})

test.each([
  [null],
  [undefined],
  ['done'],
  [{}],
  [{ type: 'toString' }],
  [{ type: 'adapter' }],
  [{ type: 'adapter', adapter: { device: 3, accelerated: true } }],
])('%j is none', (message) => {
  expect(readWebgpuNews(message)).toBeNull()
})

test('what it says at length is cut', () => {
  expect(readWebgpuNews({ type: 'lost', why: 'x'.repeat(3_000) })).toEqual({ type: 'lost', why: 'x'.repeat(2_000) })
})
