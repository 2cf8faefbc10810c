import { describe, expect, test } from 'vitest'
import { AppError } from '../domain/error'
import { createRandom, type Random } from '../domain/random'
import { checkLabels, type LabelCheckTask } from './labelCheck'
import { prepareFold, predictFold } from './labelCheckDiscriminant'

const channels = 4
const classes = ['left', 'right']

/** Covariance of noise in which `loud` has `gain` times the power. */
function covariance(random: Random, loud: number, gain: number): Float64Array {
  const samples = 60
  const matrix = new Float64Array(channels * channels)
  for (let t = 0; t < samples; t++) {
    const x = Array.from({ length: channels }, (_, c) => random.normal() * (c === loud ? Math.sqrt(gain) : 1))
    for (let i = 0; i < channels; i++)
      for (let j = 0; j < channels; j++) matrix[i * channels + j]! += (x[i]! * x[j]!) / samples
  }
  return matrix
}

/** Runs of 14 trials, seven of each class in random order; a class's own electrode is `gain` times as loud as without it. */
function taskOf(seed: number, { gain = 1, runs = 3, swapped = -1 } = {}): LabelCheckTask {
  const random = createRandom(seed)
  const labels: string[] = []
  const covariances: Float64Array[] = []
  const runOf: number[] = []
  for (let run = 0; run < runs; run++) {
    for (const side of random.shuffle([...Array<number>(7).fill(0), ...Array<number>(7).fill(1)])) {
      covariances.push(covariance(random, side, gain))
      labels.push(classes[run === swapped ? 1 - side : side]!)
      runOf.push(run)
    }
  }
  return { covariances, labels, classes, runOf: Int32Array.from(runOf), runs: runOf.length ? names(runs) : [] }
}
const names = (runs: number): string[] => Array.from({ length: runs }, (_, run) => `R${run + 1}`)
const spec = { permutations: 199, seed: 5 }

describe('labels', () => {
  test('that carry signal are told from shuffled ones, run by run', async () => {
    const found = await checkLabels(taskOf(1, { gain: 3 }), spec)
    expect(found.verdict).toBe('signal')
    expect(found.folds).toBe('runs')
    expect(found.shuffled.p).toBe(1 / 200)
    expect(found.accuracy.value).toBeGreaterThan(0.9)
    expect(found.runs.map(({ run, trials }) => [run, trials])).toEqual([
      ['R1', 14],
      ['R2', 14],
      ['R3', 14],
    ])
    expect(found.runs.reduce((sum, { correct }) => sum + correct, 0)).toBe(found.accuracy.correct)
  })
  test.each([0, 1, 2])('exchanged in run %i are found there', async (swapped) => {
    const found = await checkLabels(taskOf(2, { gain: 3, swapped }), spec)
    expect(found.verdict).toBe('swapped')
    expect(found.swap.best).toMatchObject({ runs: [`R${swapped + 1}`], classes: ['left', 'right'] })
    expect(found.swap.best!.accuracy - found.accuracy.value).toBeCloseTo(found.swap.best!.gain)
    expect(found.swap.p).toBeLessThanOrEqual(0.01)
  })
  test('that disagree between two runs are exchanged in one of them, and nobody can say which', async () => {
    const found = await checkLabels(taskOf(3, { gain: 3, runs: 2, swapped: 1 }), spec)
    expect(found.verdict).toBe('swapped')
    expect(found.swap.best!.runs).toEqual(['R1', 'R2'])
  })
  test('of one run are judged by blocks in time, and no exchange is looked for', async () => {
    const found = await checkLabels(taskOf(4, { gain: 4, runs: 1 }), spec)
    expect(found).toMatchObject({ verdict: 'signal', folds: 'blocks', swap: { tried: 0, p: 1, best: null } })
  })
  test('are judged the same way twice', async () => {
    const task = taskOf(6, { gain: 1.5 })
    expect(await checkLabels(task, spec)).toEqual(await checkLabels(task, spec))
  })
})

test(
  'on noise, at most one check in twenty finds signal, and one in a hundred an exchange',
  { timeout: 120_000 },
  async () => {
    const checks = 200
    let [signal, swapped] = [0, 0]
    const values: number[] = []
    for (let seed = 0; seed < checks; seed++) {
      const { verdict, shuffled } = await checkLabels(taskOf(1000 + seed), { permutations: 199, seed })
      if (verdict === 'signal') signal++
      if (verdict === 'swapped') swapped++
      values.push(shuffled.p)
    }
    // Two standard deviations above 5 and 1 % of 200.
    expect(signal).toBeLessThanOrEqual(16)
    expect(swapped).toBeLessThanOrEqual(5)
    // p is as good as uniform; ties of few trials make it larger, never smaller.
    const mean = values.reduce((sum, value) => sum + value, 0) / checks
    expect(mean).toBeGreaterThan(0.45)
    expect(mean).toBeLessThan(0.65)
  },
)

test('labels that are right do not look exchanged, however weak their signal', { timeout: 120_000 }, async () => {
  let swapped = 0
  for (let seed = 0; seed < 60; seed++) {
    const { verdict } = await checkLabels(taskOf(5000 + seed, { gain: 1.4 }), { permutations: 199, seed })
    if (verdict === 'swapped') swapped++
  }
  expect(swapped).toBeLessThanOrEqual(1)
})

test('work can be stopped between shuffles', async () => {
  const heard: number[] = []
  const stop = (done: number): void => {
    heard.push(done)
    if (done === 3) throw new AppError({ code: 'job/cancelled', message: 'stop' })
  }
  await expect(checkLabels(taskOf(1), spec, stop)).rejects.toMatchObject({ code: 'job/cancelled' })
  expect(heard.at(-1)).toBe(3)
})

test('too few trials are refused with their counts', async () => {
  const task = taskOf(1)
  const few = { ...task, labels: task.labels.map(() => 'left') }
  await expect(checkLabels(few, spec)).rejects.toMatchObject({ code: 'selection/too-few-trials' })
  await expect(checkLabels(few, spec)).rejects.toThrow(/left 42, right 0/)
})

test('inner products of the judged and of the learned from are weighed by one and the same matrix', () => {
  const random = createRandom(9)
  const [count, features] = [12, 3]
  const labels = Int32Array.from({ length: count }, (_, i) => i % 2)
  const x = Array.from(labels, (label) => [random.normal() + label, random.normal(), 2 * random.normal() - label])
  const products = Float64Array.from({ length: count * count }, (_, i) => dot(x[Math.floor(i / count)]!, x[i % count]!))
  const fold = { training: Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7), judged: Int32Array.of(8, 9, 10, 11) }
  const prepared = prepareFold(products, features, fold)
  // Both have to be x A zᵀ with one symmetric A.
  const n = fold.training.length
  const mean = [0, 1, 2].map((f) => [...fold.training].reduce((sum, i) => sum + x[i]![f]! / n, 0))
  const z = (i: number): number[] => x[i]!.map((value, f) => value - mean[f]!)
  const gram = (i: number, j: number): number => prepared.within[i * n + j]!
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) expect(gram(i, j)).toBeCloseTo(gram(j, i), 9)
  const combine = solve3([z(0), z(1), z(2)], z(8))
  for (let k = 0; k < n; k++) {
    const expected = combine.reduce((sum, weight, row) => sum + weight * gram(row, k), 0)
    expect(prepared.across[k]).toBeCloseTo(expected, 6)
  }
  const predicted = new Int32Array(count).fill(-2)
  predictFold(prepared, { labels, classes: 2 }, predicted)
  expect([...predicted.subarray(0, 8)]).toEqual(Array(8).fill(-2))
  for (const value of predicted.subarray(8)) expect([0, 1]).toContain(value)
})

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0)

/** Weights w with Σ w_r rows_r = target, by Cramer's rule. */
function solve3(rows: readonly number[][], target: readonly number[]): number[] {
  const det = ([a, b, c]: readonly (readonly number[])[]): number =>
    a![0]! * (b![1]! * c![2]! - b![2]! * c![1]!) -
    a![1]! * (b![0]! * c![2]! - b![2]! * c![0]!) +
    a![2]! * (b![0]! * c![1]! - b![1]! * c![0]!)
  return rows.map((_, i) => det(rows.map((row, k) => (k === i ? target : row))) / det(rows))
}
