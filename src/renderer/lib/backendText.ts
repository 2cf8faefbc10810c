import type { BackendDecision, BackendName, BackendStatus, BackendSwitch } from '../../core/domain/backend'
import { usableBackends } from '../../core/domain/decideBackend'
import type { BackendsView } from '../../ipc/views'
import { lookUp } from './catalogue'
import { minus, missing } from './format'
import { m } from './paraglide/messages.js'

/** As it stands in a table. */
export const backendName = (name: string): string => lookUp('backend', name) ?? name

const inSentence = (name: BackendName): string => lookUp('backends_in_sentence', name) ?? name

/** What a backend runs on, in the person's language; a graphics card is called what it calls itself. */
export function deviceText(device: string): string {
  const threads = /^(?:WebAssembly, )?(\d+) threads?$/.exec(device)?.[1]
  if (threads) return m.backends_threads({ count: Number(threads) })
  const version = /^CPU device of TensorFlow (.+)$/.exec(device)?.[1]
  return version ? m.backends_tensorflow_cpu({ version }) : device
}

/** `CPU engine, 2 threads`. */
export const useText = ({ backend, device }: { readonly backend: string; readonly device: string }): string =>
  [backendName(backend), deviceText(device)].filter(Boolean).join(m.list_separator())

/** Why it is this one. */
export function whyText({ reason }: Pick<BackendDecision, 'reason'>, view: BackendsView | null): string {
  if (reason === 'fallback') {
    const asked = view && view.choice !== 'auto' ? view.choice : null
    return asked ? m.backends_why_fallback({ name: inSentence(asked) }) : m.backends_why_switched()
  }
  if (reason === 'fastest') return m.backends_why_fastest({ count: usableBackends(view?.statuses ?? []).length })
  return reason === 'chosen' ? m.backends_why_chosen() : m.backends_why_only()
}

/** What happened when a backend was lost while learning. */
export function switchText({ from, to, step, why }: BackendSwitch): string {
  const text = m.backends_switched({ from: inSentence(from), to: inSentence(to), step, why: why.replace(/\.$/, '') })
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** What is to be said under a backend: its device, or why it is not used and what helps. */
export function aboutText({ name, state, lack, device, detail }: BackendStatus, afterRestart: boolean): string {
  if (lack === 'no-adapter' && afterRestart && name === 'webgpu') return m.backends_about_after_restart()
  if (lack) return lookUp('backends_about', lack) ?? lack
  if (state === 'refused') return m.backends_about_refused({ detail })
  if (state === 'crashed') return m.backends_about_crashed({ detail })
  return deviceText(device)
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** 5.6·10⁻⁶: errors are compared by their power of ten. */
export function formatError(error: number | null): string {
  if (error === null || !Number.isFinite(error)) return missing
  if (error === 0) return '0'
  const [mantissa = '', exponent = '0'] = error.toExponential(1).split('e')
  const power = [...exponent.replace('+', '')].map((sign) => (sign === '-' ? '⁻' : superscripts[Number(sign)]))
  return `${mantissa.replace('-', minus)}·10${power.join('')}`
}
