import { beforeAll, describe, expect, test } from 'vitest'
import { untriedBackend } from '../../core/domain/backend'
import type { BackendsView } from '../../ipc/views'
import { aboutText, deviceText, formatError, switchText, useText, whyText } from './backendText'
import { setLocale } from './paraglide/runtime.js'

beforeAll(() => void setLocale('en', { reload: false }))

const view = (change: Partial<BackendsView> = {}): BackendsView => ({
  choice: 'auto',
  statuses: (['cpu', 'wasm'] as const).map((name) => ({ ...untriedBackend(name), state: 'usable' })),
  webgpuAfterRestart: false,
  notKept: null,
  ...change,
})

describe('what is said of backends', () => {
  test.each([
    ['1 thread', '1 thread'],
    ['WebAssembly, 4 threads', '4 threads'],
    ['CPU device of TensorFlow 2.15.1', 'on the processor, TensorFlow 2.15.1'],
    ['NVIDIA GeForce RTX 4090', 'NVIDIA GeForce RTX 4090'],
  ])('%s is %s', (device, text) => expect(deviceText(device)).toBe(text))

  test('the one that runs comes with its device and its reason', () => {
    expect(useText({ backend: 'cpu', device: '2 threads' })).toBe('CPU engine, 2 threads')
    expect(useText({ backend: 'cpu', device: '' })).toBe('CPU engine')
    expect(whyText({ reason: 'fastest' }, view())).toBe('the fastest of 2 that passed here')
    expect(whyText({ reason: 'fallback' }, view({ choice: 'tensorflow-gpu' }))).toBe(
      'TensorFlow was chosen but does not work here',
    )
    expect(whyText({ reason: 'fallback' }, view())).toBe('another one stopped')
  })

  test('a lost backend is told with the reason and the step', () => {
    const text = switchText({ from: 'cpu', to: 'wasm', step: 240, why: 'a thread ended.' })
    expect(text).toBe(
      'The CPU engine stopped (a thread ended). Learning went on with TensorFlow.js on WebAssembly from step 240; nothing is lost.',
    )
  })

  test('under each stands what helps, or what it runs on', () => {
    const webgpu = { ...untriedBackend('webgpu'), state: 'missing', lack: 'no-adapter' } as const
    expect(aboutText(webgpu, false)).toMatch(/no graphics card/)
    expect(aboutText(webgpu, true)).toMatch(/start Sparsecap again/)
    expect(aboutText({ ...webgpu, state: 'refused', lack: null, detail: 'alpha is off by 1' }, true)).toBe(
      'Not used: alpha is off by 1',
    )
    expect(aboutText({ ...webgpu, state: 'usable', lack: null, device: 'AMD rdna-3' }, true)).toBe('AMD rdna-3')
  })

  test.each([
    [5.64e-6, '5.6·10⁻⁶'],
    [0.5, '5.0·10⁻¹'],
    [1.23e10, '1.2·10¹⁰'],
    [0, '0'],
    [null, '—'],
    [Infinity, '—'],
  ])('an error of %s is %s', (error, text) => expect(formatError(error)).toBe(text))
})
