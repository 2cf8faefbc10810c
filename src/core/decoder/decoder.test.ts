import { describe, expect, test } from 'vitest'
import { randomModel } from '../../../test/support/model'
import type { AppError } from '../domain/error'
import { createDecoder } from './decoder'
import { createEvidence } from './evidence'
import { averageProbabilities } from './trials'

const timing = { hop: 0.0625, window: 2 }
const logs = (...shares: number[]): Float32Array => Float32Array.from(shares, Math.log)

describe('evidence', () => {
  test('a window counts by its new part, so two seconds of one opinion weigh as much as one window', () => {
    const evidence = createEvidence({ kind: 'evidence', threshold: 100, memory: Infinity }, 2, timing)
    let last = evidence.add(logs(0.8, 0.2))
    for (let hop = 1; hop < 32; hop++) last = evidence.add(logs(0.8, 0.2))
    expect(last.evidence[0]! - last.evidence[1]!).toBeCloseTo(Math.log(4), 5)
    expect(last.evidence[0]).toBeCloseTo(Math.log(1.6), 5)
    expect(last.decision).toBe(-1)
  })

  test('guessing adds nothing', () => {
    const evidence = createEvidence({ kind: 'evidence', threshold: 1, memory: 4 }, 4, timing)
    const { evidence: values, decision } = evidence.add(logs(0.25, 0.25, 0.25, 0.25))
    values.forEach((value) => expect(value).toBeCloseTo(0, 6))
    expect(decision).toBe(-1)
  })

  test('decides when the best leads the second by the threshold, and starts from zero again', () => {
    const evidence = createEvidence({ kind: 'evidence', threshold: 1, memory: Infinity }, 3, timing)
    // The lead over the second grows by log(4) / 32 a hop: past 1 nat at the 24th.
    const decisions = Array.from({ length: 48 }, () => evidence.add(logs(0.15, 0.68, 0.17)).decision)
    expect(decisions.flatMap((decision, hop) => (decision === -1 ? [] : [[hop, decision]]))).toEqual([
      [23, 1],
      [47, 1],
    ])
  })

  test('the past fades with the memory', () => {
    const evidence = createEvidence({ kind: 'evidence', threshold: 100, memory: 1 }, 2, timing)
    const first = evidence.add(logs(0.9, 0.1)).evidence[0]!
    for (let hop = 0; hop < 15; hop++) evidence.add(logs(0.5, 0.5))
    expect(evidence.add(logs(0.5, 0.5)).evidence[0]).toBeCloseTo(first * Math.exp(-1), 5)
  })

  test('a tie is no decision', () => {
    const evidence = createEvidence({ kind: 'evidence', threshold: 0.001, memory: 4 }, 3, timing)
    expect(evidence.add(logs(0.45, 0.45, 0.1)).decision).toBe(-1)
  })
})

describe('a model and a source', () => {
  const model = randomModel({ electrodes: ['C3', 'C4'], classes: ['left-fist', 'right-fist'] })

  const refusal = (channels: string[], sampleRate: number): AppError['data'] | null => {
    try {
      createDecoder(model, { channels, sampleRate })
      return null
    } catch (thrown) {
      return (thrown as AppError).data
    }
  }

  test('fit when the electrodes are there, in any order', () => {
    expect(refusal(['Cz', 'C4', 'C3'], 250)).toBeNull()
  })

  test('do not when one is missing or the rate is too low', () => {
    expect(refusal(['C3', 'Cz'], 250)).toMatchObject({ code: 'model/pipeline-mismatch', values: { missing: 'C4' } })
    expect(refusal(['C3', 'C4'], 90)).toMatchObject({ code: 'signal/rate-too-low' })
  })

  test('probabilities sum to one', () => {
    const decoder = createDecoder(model, { channels: ['C3', 'C4'], sampleRate: 160 })
    const data = [0, 1].map((c) => Float32Array.from({ length: 700 }, (_, i) => Math.sin(i * (0.4 + c)) * 9))
    const outputs = decoder.push({ start: 0, data })
    expect(outputs).toHaveLength(39)
    expect(outputs[0]!.sample).toBe(320)
    for (const { probabilities } of outputs) expect(probabilities[0]! + probabilities[1]!).toBeCloseTo(1, 6)
  })
})

test('probabilities of crops are averaged in the logarithm', () => {
  const [first, second] = averageProbabilities([Float32Array.of(0.9, 0.1), Float32Array.of(0.4, 0.6)])
  const [a, b] = [Math.sqrt(0.9 * 0.4), Math.sqrt(0.1 * 0.6)]
  expect(first).toBeCloseTo(a / (a + b), 6)
  expect(second).toBeCloseTo(b / (a + b), 6)
  expect(averageProbabilities([Float32Array.of(1, 0)]).every(Number.isFinite)).toBe(true)
})
