import { describe, expect, test } from 'vitest'
import type { BackendName, BackendStatus } from './backend'
import { decideBackend } from './decideBackend'

const status = (name: BackendName, change: Partial<BackendStatus> = {}): BackendStatus => ({
  name,
  state: 'usable',
  lack: null,
  device: `device of ${name}`,
  accelerated: false,
  worstError: 1e-5,
  stepMs: 100,
  detail: '',
  checkedAtMs: 1,
  ...change,
})

describe('decideBackend', () => {
  test('takes the fastest of those that passed, and says that it was compared', () => {
    const statuses = [status('cpu', { stepMs: 9 }), status('webgpu', { stepMs: 3 }), status('wasm', { stepMs: 80 })]
    expect(decideBackend('auto', statuses)).toEqual({
      backend: 'webgpu',
      device: 'device of webgpu',
      reason: 'fastest',
      detail: '',
    })
  })

  test.each(['refused', 'crashed', 'missing', 'untried'] as const)(
    'never takes one that is %s, however fast',
    (state) => {
      const statuses = [status('cpu', { stepMs: 9 }), status('webgpu', { state, stepMs: 1 })]
      expect(decideBackend('auto', statuses)).toMatchObject({ backend: 'cpu', reason: 'only' })
    },
  )

  test('prefers a measured one to one whose speed is not known', () => {
    const statuses = [status('wasm', { stepMs: null }), status('cpu', { stepMs: 500 })]
    expect(decideBackend('auto', statuses)?.backend).toBe('cpu')
  })

  test('does as the person says, also when another is faster', () => {
    const statuses = [status('cpu', { stepMs: 9 }), status('wasm', { stepMs: 80 })]
    expect(decideBackend('wasm', statuses)).toMatchObject({ backend: 'wasm', reason: 'chosen' })
  })

  test('goes to the fastest when the chosen one does not work, and says why', () => {
    const statuses = [
      status('cpu', { stepMs: 9 }),
      status('wasm', { stepMs: 80 }),
      status('tensorflow-gpu', { state: 'crashed', detail: 'the process ended with SIGTRAP' }),
      status('webgpu', { state: 'missing', lack: 'no-adapter' }),
    ]
    expect(decideBackend('tensorflow-gpu', statuses)).toMatchObject({
      backend: 'cpu',
      reason: 'fallback',
      detail: 'tensorflow-gpu crashed here: the process ended with SIGTRAP',
    })
    expect(decideBackend('webgpu', statuses)?.detail).toBe('webgpu is given no graphics card on this computer')
  })

  test('decides nothing where nothing has passed', () => {
    expect(decideBackend('auto', [status('cpu', { state: 'untried' })])).toBeNull()
    expect(decideBackend('cpu', [])).toBeNull()
  })
})
