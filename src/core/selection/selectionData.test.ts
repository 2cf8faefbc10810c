import { expect, test } from 'vitest'
import { plantedData } from '../../../test/support/plantedData'
import { rowOf } from '../domain/examples'
import { restrictTrials } from './selectionData'

const data = plantedData({ candidates: ['C3', 'Cz', 'C4'], sites: ['C3'], trialsPerRun: 4, runs: 3 })

test('some trials keep their signals, classes and covariances under new numbers', () => {
  const part = restrictTrials(data, (trial) => trial === 5 || trial > 8)
  expect([...part.classOfTrial]).toEqual([1, 1, 0, 1])
  expect([...part.groupOfTrial]).toEqual([1, 2, 2, 2])
  expect([...part.trialOfExample]).toEqual([0, 0, 1, 1, 2, 2, 3, 3])
  expect(part.examples.count).toBe(8)
  for (const [crop, whole] of [10, 11, 18, 19, 20, 21, 22, 23].entries()) {
    expect(part.covariances[crop]).toBe(data.covariances[whole])
    expect(rowOf(part.examples, crop, 2)).toEqual(rowOf(data.examples, whole, 2))
    expect(part.examples.signals[part.examples.signalOf[crop]!]).toBe(data.examples.signals[whole >> 1])
  }
  expect(part.examples.signals.length).toBe(4)
})

test('a covariance is of the band that decoders look at, for all candidates', () => {
  expect(data.covarianceSamples).toBe(240 - 48)
  const [covariance] = data.covariances[0]!
  expect(covariance!.length).toBe(9)
  // Weak at C3 in class 0, strong in class 1.
  expect(covariance![0]).toBeLessThan(data.covariances[2]![0]![0]! / 2)
})
