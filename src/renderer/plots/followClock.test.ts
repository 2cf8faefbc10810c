import { expect, test } from 'vitest'
import { FollowClock } from './followClock'

/** Runs at 60 frames a second while bundles come twenty times a second; gives the edge at each frame. */
function run(rate: number, seconds: number, expected = rate) {
  const clock = new FollowClock(expected)
  const edges: number[] = []
  for (let frame = 0; frame < seconds * 60; frame++) {
    const newest = Math.floor(frame / 3) * (rate / 20)
    edges.push(clock.advance(newest, 1 / 60))
  }
  return edges
}

test('the edge moves evenly although samples come in bundles', () => {
  const edges = run(250, 6).slice(180)
  const steps = edges.slice(1).map((edge, i) => edge - edges[i]!)
  expect(Math.min(...steps)).toBeGreaterThan(0.8 * (250 / 60))
  expect(Math.max(...steps)).toBeLessThan(1.2 * (250 / 60))
})

test.each([250, 1000])('it keeps up with a source of %i samples a second, announced as 250', (rate) => {
  const edges = run(rate, 8, 250)
  const newest = Math.floor((8 * 60 - 1) / 3) * (rate / 20)
  expect(newest - edges.at(-1)!).toBeGreaterThanOrEqual(0)
  expect(newest - edges.at(-1)!).toBeLessThan(0.25 * rate)
})

test('it never shows a time that has not come', () => {
  const clock = new FollowClock(250)
  clock.advance(1000, 1 / 60)
  for (let frame = 0; frame < 300; frame++) expect(clock.advance(1000, 1 / 60)).toBeLessThanOrEqual(1000)
})

test('it starts again with a new source', () => {
  const clock = new FollowClock(250)
  clock.advance(5000, 1 / 60)
  expect(clock.advance(10, 1 / 60)).toBe(10)
})
