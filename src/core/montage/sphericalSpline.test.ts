import { expect, test } from 'vitest'
import { eegmmidbSites } from './regions'
import { siteOf } from './sites'
import { createSphericalSpline } from './sphericalSpline'

const points = eegmmidbSites.map((name) => siteOf(name)!)

test('the map goes through the values at the electrodes', () => {
  const values = points.map(([x, y, z]) => 3 * x - 2 * y * y + z)
  const spline = createSphericalSpline(points, values)
  points.forEach((point, i) => expect(spline.at(point)).toBeCloseTo(values[i]!, 2))
})
test('a constant stays constant everywhere', () => {
  const spline = createSphericalSpline(
    points,
    points.map(() => 4.5),
  )
  for (const name of ['AFF1h', 'CCP3h', 'POO2h']) expect(spline.at(siteOf(name)!)).toBeCloseTo(4.5, 6)
})
test('between electrodes a smooth field is met closely', () => {
  const field = ([x, y, z]: readonly [number, number, number]) => x * z + 0.5 * y
  const spline = createSphericalSpline(points, points.map(field))
  for (const name of ['FFC1h', 'CCP3h', 'CPP4h', 'FCC2h'])
    expect(spline.at(siteOf(name)!)).toBeCloseTo(field(siteOf(name)!), 2)
})
test('a value is missing: refused', () => {
  expect(() => createSphericalSpline(points, [1])).toThrow(RangeError)
})
