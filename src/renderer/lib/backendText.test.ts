import { beforeAll, describe, expect, test } from 'vitest'
import { untriedBackend } from '../../core/domain/backend'
import type { BackendsView } from '../../ipc/views'
import {
  aboutText,
  deviceText,
  formatError,
  lostText,
  stateText,
  switchText,
  undecidedText,
  useText,
  whyText,
} from './backendText'
import { errorText } from './errorText'
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
    ['CPU device of TensorFlow 2.15.1', 'on the processor (version 2.15.1)'],
    ['NVIDIA GeForce RTX 4090', 'NVIDIA GeForce RTX 4090'],
  ])('%s is %s', (device, text) => expect(deviceText(device)).toBe(text))

  test('while none is decided on, those that failed and a choice that is gone are named', () => {
    const statuses = (['cpu', 'wasm'] as const).map((name) => ({ ...untriedBackend(name), state: 'crashed' as const }))
    const untested = () => 'untested'
    expect(undecidedText(view({ statuses }), untested)).toBe(
      'Not usable now: the CPU engine, TensorFlow.js on WebAssembly. “Test all” in Settings tries again',
    )
    const gone = { ...untriedBackend('tensorflow-gpu'), state: 'missing' as const, lack: 'not-installed' as const }
    expect(undecidedText(view({ choice: 'tensorflow-gpu', statuses: [gone] }), untested)).toBe(
      'TensorFlow was chosen, but is not there',
    )
    expect(undecidedText(view({ statuses: [untriedBackend('cpu')] }), untested)).toBe('untested')
  })

  test('all that were lost are named in plain words', () => {
    const why = 'its process ended with SIGKILL'
    const { message, hint } = errorText({
      code: 'learner/none-left',
      message: '',
      values: { step: 90, cpu: why, wasm: why },
    })
    expect(message).toMatch(/^The CPU engine stopped \(.*\), TensorFlow.js on WebAssembly stopped \(.*lost at step 90/)
    expect(hint).toContain('Test all')
  })

  test('the one that runs comes with its device and its reason', () => {
    expect(useText({ backend: 'cpu', device: '2 threads' })).toBe('CPU engine, 2 threads')
    expect(useText({ backend: 'cpu', device: '' })).toBe('CPU engine')
    expect(whyText({ reason: 'fastest' }, view())).toBe('the fastest of 2 that passed here')
    expect(whyText({ reason: 'fallback' }, view({ choice: 'tensorflow-gpu' }))).toBe(
      'TensorFlow was chosen but does not work here',
    )
    expect(whyText({ reason: 'fallback' }, view())).toBe('another one stopped')
    expect(whyText({ reason: 'fallback' }, view({ choice: 'webgpu', webgpuAfterRestart: true }))).toBe(
      'TensorFlow.js on WebGPU is used from the next start of Sparsecap on',
    )
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
    const refused = { ...webgpu, state: 'refused', lack: null } as const
    expect(aboutText({ ...refused, worstError: 1, detail: 'alpha is off by 1' }, true)).toBe(
      'Not used, its results are wrong: alpha is off by 1. “Test all” tries it again.',
    )
    expect(aboutText({ ...refused, detail: 'fetch failed' }, true)).toMatch(
      /^Not used, it does not run: fetch failed\./,
    )
    const killed = { ...refused, state: 'crashed', detail: 'its process ended with SIGKILL' } as const
    expect(aboutText(killed, true)).toMatch(/^Not used: its process was ended by the system with SIGKILL.*“Test all”/)
    expect(aboutText({ ...killed, passing: true }, true)).toMatch(/^Not used now: .* The next start/)
    expect(aboutText({ ...webgpu, state: 'usable', lack: null, device: 'AMD rdna-3' }, true)).toBe('AMD rdna-3')
  })

  test('a state is wrong results only where results were wrong', () => {
    const status = { ...untriedBackend('webgpu'), state: 'refused' } as const
    expect(stateText({ ...status, worstError: 0.5 })).toBe('wrong results')
    expect(stateText(status)).toBe('does not run')
    expect(stateText({ ...status, passing: true })).toBe('not now')
    expect(stateText({ ...status, state: 'crashed' })).toBe('crashed')
  })

  test('why a backend is gone is said in the person’s language, and what a driver said as it was said', () => {
    const change = { from: 'cpu', to: 'wasm', step: 3 } as const
    expect(switchText({ ...change, why: 'its process ended with SIGSEGV' })).toContain(
      '(its process crashed with SIGSEGV)',
    )
    expect(switchText({ ...change, why: 'vkCreateDevice: -4' })).toContain('(vkCreateDevice: -4)')
    expect(lostText({ backend: 'cpu', step: 3, why: 'it hung: no answer within 180 s' }, 'select')).toBe(
      'The CPU engine stopped (no answer for 180 s). Learning goes on with another one from step 3.',
    )
    setLocale('zh-CN', { reload: false })
    expect(switchText({ ...change, why: 'its process ended with SIGKILL' })).toContain('其进程被系统以 SIGKILL 终止')
    setLocale('en', { reload: false })
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
