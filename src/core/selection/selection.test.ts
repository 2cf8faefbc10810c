import { describe, expect, it } from 'vitest'
import { separateExamples } from '../domain/examples'
import { publishedNetwork } from '../domain/model'
import { createRandom } from '../domain/random'
import { createBatchSource } from './batches'
import { checkSites, checkTrials } from './checks'
import { deduplicate } from './deduplicate'
import { createEarlyStopping } from './earlyStopping'
import { median, normalisedEntropies } from './entropy'
import { noiseArrays } from '../model/noise'
import { defaultTraining, hasCooled, temperatureAt, thresholdAt } from './schedule'

const wish = { electrodes: 2, candidates: ['C3', 'Cz', 'C4'], keep: [], avoid: [] }

describe('schedules', () => {
  const training = defaultTraining(300)
  it('cools from 10 to 0.1 over three quarters of the steps and then holds', () => {
    expect(temperatureAt(training, 0)).toBe(10)
    expect(temperatureAt(training, 112.5)).toBeCloseTo(1, 10)
    expect(temperatureAt(training, 225)).toBeCloseTo(0.1, 10)
    expect(temperatureAt(training, 299)).toBeCloseTo(0.1, 10)
  })
  it('lowers the threshold from 3 to 1.1', () => {
    expect(thresholdAt(training, 0)).toBe(3)
    expect(thresholdAt(training, 300)).toBeCloseTo(1.1, 10)
  })
  it('lets logits travel as far in fewer steps', () => {
    expect(training.alphaRate).toBe(0.1)
    expect(defaultTraining(150).alphaRate).toBeCloseTo(0.2, 10)
    expect(defaultTraining(100).alphaRate).toBeCloseTo(0.3, 10)
  })
  it('lets no logit run faster than that, so that a few steps stay undecided', () => {
    expect(defaultTraining(20).alphaRate).toBe(0.3)
    expect(defaultTraining(3000).alphaRate).toBe(0.1)
  })
  it('has cooled when the temperature is at its lowest', () => {
    expect([224, 225, 299].map((step) => hasCooled(training, step))).toEqual([false, true, true])
    expect(temperatureAt(training, 225)).toBeCloseTo(training.temperature[1], 10)
  })
})

describe('normalisedEntropies', () => {
  it('is one for an even row and zero for a certain one', () => {
    const [even, certain] = normalisedEntropies([
      [0.25, 0.25, 0.25, 0.25],
      [0, 1, 0, 0],
    ])
    expect(even).toBeCloseTo(1, 12)
    expect(certain).toBeCloseTo(0, 12)
  })
  it('has the middle as its median', () => {
    expect(median([0.9, 0.1, 0.3])).toBe(0.3)
    expect(median([0.2, 0.4])).toBeCloseTo(0.3, 12)
  })
})

describe('deduplicate', () => {
  it('leaves a contested channel to the surest neuron and gives the other its next best', () => {
    const probabilities = [
      [0.6, 0.3, 0.1],
      [0.9, 0.05, 0.05],
    ]
    expect(deduplicate(probabilities, 0)).toEqual({ channels: [1, 0], replaced: 1 })
  })
  it('never moves a kept neuron', () => {
    const probabilities = [
      [0.6, 0.3, 0.1],
      [0.99, 0.006, 0.004],
    ]
    expect(deduplicate(probabilities, 1)).toEqual({ channels: [0, 1], replaced: 1 })
  })
  it('changes nothing where all differ', () => {
    expect(
      deduplicate(
        [
          [0.1, 0.9],
          [0.8, 0.2],
        ],
        0,
      ),
    ).toEqual({ channels: [1, 0], replaced: 0 })
  })
})

describe('checks', () => {
  const codeOf = (run: () => void): string => {
    try {
      run()
    } catch (error) {
      return (error as { code: string }).code
    }
    return 'none'
  }
  it('lets a wish pass that can be fulfilled', () => {
    expect(codeOf(() => checkSites({ ...wish, keep: ['Cz'], avoid: ['Fp1'] }))).toBe('none')
  })
  it('says when sites contradict each other', () => {
    expect(codeOf(() => checkSites({ ...wish, keep: ['Cz'], avoid: ['Cz'] }))).toBe('selection/conflict')
    expect(codeOf(() => checkSites({ ...wish, keep: ['Fp1'] }))).toBe('selection/conflict')
    expect(codeOf(() => checkSites({ ...wish, keep: ['C3', 'Cz', 'C4'] }))).toBe('selection/conflict')
    expect(() => checkSites({ ...wish, keep: ['Fp1'] })).toThrow(/Fp1 should be kept/)
  })
  it('says when there are too few sites or trials', () => {
    expect(codeOf(() => checkSites({ ...wish, electrodes: 4 }))).toBe('selection/too-few-candidates')
    expect(codeOf(() => checkTrials(Int32Array.from([0, 0, 0, 0, 0, 1, 1, 1, 1]), 2))).toBe('selection/too-few-trials')
    expect(codeOf(() => checkTrials(Int32Array.from([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]), 2))).toBe('none')
    expect(codeOf(() => checkTrials(Int32Array.from([0, 0, 0, 0, 0]), 1))).toBe('selection/too-few-trials')
  })
})

describe('createBatchSource', () => {
  const spec = { network: publishedNetwork, mode: 'select', channels: 3, neurons: 2, samples: 225, classes: 2 } as const
  const material = {
    examples: separateExamples(new Float32Array(10 * 3 * 225), 3, 225),
    indices: Int32Array.from([1, 2, 3, 5, 7, 9]),
    labels: Int32Array.from([0, 1, 0, 1, 0, 1, 0, 1, 0, 1]),
    size: 4,
  }
  it('shows every example once before any comes again, with its label', () => {
    const source = createBatchSource(material, createRandom(1))
    const batches = [source.at(0), source.at(1), source.at(2)]
    const seen = batches.flatMap((batch) => [...batch.indices])
    expect(seen.slice(0, 6).sort()).toEqual([1, 2, 3, 5, 7, 9])
    expect(seen.slice(6).sort()).toEqual([1, 2, 3, 5, 7, 9])
    for (const batch of batches) expect([...batch.labels]).toEqual([...batch.indices].map((i) => i % 2))
  })
  it('gives a batch by its number alone, so that learning can go on from any step', () => {
    const [first, second] = [createBatchSource(material, createRandom(1)), createBatchSource(material, createRandom(1))]
    for (let step = 0; step < 7; step++) first.at(step)
    expect(second.at(6)).toEqual(first.at(6))
    expect(second.at(2)).toEqual(first.at(2))
    expect(second.at(3)).not.toEqual(first.at(2))
  })
  it('keeps the noise inside its bounds and the dropout at its rate', () => {
    const { noise } = createBatchSource(material, createRandom(1)).at(0)
    const { uniforms, dropoutMask } = noiseArrays(noise, spec, 4)
    expect(uniforms!.length).toBe(4 * 3 * 2)
    expect(Math.min(...uniforms!)).toBeGreaterThan(0)
    expect(Math.max(...uniforms!)).toBeLessThan(1)
    const kept = dropoutMask!.filter((factor) => factor === 2).length
    expect(kept + dropoutMask!.filter((factor) => factor === 0).length).toBe(4 * 110)
    expect(kept).toBeGreaterThan(170)
    expect(kept).toBeLessThan(270)
  })
})

describe('createEarlyStopping', () => {
  it('keeps the best and ends after ten validations without a gain', () => {
    const stopping = createEarlyStopping()
    const states = Array.from({ length: 12 }, (_, i) => ({ step: new Float32Array([i]) }))
    states.forEach((state, i) => {
      expect(stopping.reached).toBe(false)
      stopping.offer(i === 1 ? 0.5 : 0.7, state)
    })
    expect(stopping.reached).toBe(true)
    expect(stopping.best).toBe(states[1])
  })
})
