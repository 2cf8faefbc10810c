import { expect, test } from 'vitest'
import type { BackendUse } from '../../core/domain/backend'
import { describeRunning } from './backends'

const use: BackendUse = { backend: 'cpu', device: '2 threads', reason: 'fastest', detail: '', switches: [] }

test.each([
  [{}, 'learning on cpu, 2 threads (the fastest that passed here)'],
  [{ reason: 'chosen' }, 'learning on cpu, 2 threads (as chosen)'],
  [{ reason: 'only' }, 'learning on cpu, 2 threads (the only one that passed here)'],
  [
    { reason: 'fallback', detail: 'webgpu runs only in the window, not on the command line' },
    'learning on cpu, 2 threads (webgpu runs only in the window, not on the command line)',
  ],
] as const)('of %j a person is told which backend runs and why', (change, sentence) => {
  expect(describeRunning({ learnedOn: { ...use, ...change } })).toBe(sentence)
})

test('with its memory, where that is known', () => {
  const memory = { predictedBytes: 119_600_000, limitBytes: 3.2e9 }
  expect(describeRunning({ learnedOn: use, memory })).toBe(
    'learning on cpu, 2 threads (the fastest that passed here); 120 MB of memory, 3200 MB are allowed',
  )
})
