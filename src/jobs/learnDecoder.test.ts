import { describe, expect, test } from 'vitest'
import { separateExamples } from '../core/domain/examples'
import { neverCancelled } from '../core/domain/job'
import { createRandom } from '../core/domain/random'
import { finish } from '../core/domain/pieces'
import { defaultClassical } from '../core/model/classical/defaults'
import { trainClassical } from '../core/model/classical/trainClassical'
import type { LearnedSelection, SelectionTask } from '../core/selection/selectionTask'
import { defaultPipeline } from '../core/signal/defaults'
import { toGrid } from '../core/signal/spec'
import { learnDecoder } from './learnDecoder'
import { runInPieces } from './runInPieces'

const channels = 24
const trials = 60
const pipeline = defaultPipeline()
const random = createRandom(7)
const samples = 320
const signal = Float32Array.from({ length: trials * channels * samples }, () => random.normal())
const classOfTrial = Int32Array.from({ length: trials }, (_, trial) => trial % 2)
const examples = separateExamples(signal, channels, samples)
const task = {
  examples,
  trialOfExample: Int32Array.from({ length: trials }, (_, trial) => trial),
  classOfTrial,
  classes: 2,
} as unknown as SelectionTask
const learned = { channels: Array.from({ length: channels }, (_, channel) => channel) } as unknown as LearnedSelection

describe.each(['lda', 'riemann'] as const)('the decoder %s', (kind) => {
  test('learned in pieces is the one learned in one go, to the bit', async () => {
    const whole = trainClassical(defaultClassical(kind, pipeline.sampleRate), {
      examples,
      labels: classOfTrial,
      classes: 2,
      hop: toGrid(pipeline).hop,
    })
    expect(await learnDecoder(task, learned, { kind, pipeline, cancellation: neverCancelled })).toEqual(whole)
  })

  test('stops within a tenth of a second of a request', async () => {
    const cancellation = { requested: false }
    const learning = learnDecoder(task, learned, { kind, pipeline, cancellation })
    let askedAt = 0
    setTimeout(() => {
      askedAt = performance.now()
      cancellation.requested = true
    }, 10)
    await expect(learning).rejects.toMatchObject({ code: 'job/cancelled' })
    expect(performance.now() - askedAt).toBeLessThan(100)
  })
})

test('pieces give what they return, and those asked to stop before the first do nothing', async () => {
  const done: number[] = []
  function* count(): Generator<void, string> {
    for (let i = 0; i < 3; i++) {
      done.push(i)
      yield
    }
    return 'counted'
  }
  expect(finish(count())).toBe('counted')
  expect(await runInPieces(count(), neverCancelled)).toBe('counted')
  expect(done).toEqual([0, 1, 2, 0, 1, 2])
  await expect(runInPieces(count(), { requested: true })).rejects.toMatchObject({ code: 'job/cancelled' })
  expect(done).toHaveLength(6)
})
