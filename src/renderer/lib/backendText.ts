import { backendNames } from '../../core/domain/backend'
import type { BackendDecision, BackendName, BackendStatus, BackendSwitch, LostBackend } from '../../core/domain/backend'
import { toLossReason } from '../../core/domain/lossReason'
import { usableBackends } from '../../core/domain/decideBackend'
import type { LearningDemand } from '../../core/domain/training'
import type { BackendsView } from '../../ipc/views'
import { lookUp } from './catalogue'
import { formatBytes, minus, missing } from './format'
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
    // It was not refused: it has had no chance yet.
    if (asked === 'webgpu' && view?.webgpuAfterRestart) return m.backends_why_after_restart({ name: inSentence(asked) })
    return asked ? m.backends_why_fallback({ name: inSentence(asked) }) : m.backends_why_switched()
  }
  if (reason === 'fastest') return m.backends_why_fastest({ count: usableBackends(view?.statuses ?? []).length })
  return reason === 'chosen' ? m.backends_why_chosen() : m.backends_why_only()
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Why a backend is gone, in the person's language; what only a driver could have said is told as it was said. */
function lossText(why: string): string {
  const { kind, detail } = toLossReason(why)
  return (kind !== 'other' && lookUp('backends_loss', kind, { detail })) || why.replace(/\.$/, '')
}

/** What happened when a backend was lost while learning. */
export const switchText = ({ from, to, step, why }: BackendSwitch): string =>
  capital(m.backends_switched({ from: inSentence(from), to: inSentence(to), step, why: lossText(why) }))

/** The same while it is not settled yet which one goes on. */
export function lostText({ backend, step, why }: LostBackend, kind: 'select' | 'backends'): string {
  const values = { from: inSentence(backend), why: lossText(why), step }
  return capital(kind === 'select' ? m.backends_lost(values) : m.backends_lost_testing(values))
}

/** Why each of several is gone, from the values of `learner/none-left`. */
export function allLostText(values: Readonly<Record<string, string | number>>): string {
  const lost = Object.entries(values).flatMap(([key, why]) => {
    const name = backendNames.find((one) => one === key)
    return name ? [m.backends_stopped({ name: inSentence(name), why: lossText(String(why)) })] : []
  })
  return capital(lost.join(m.list_separator()))
}

/** What is to be said while no backend is decided on: the one chosen is not there, those tried do not work, or none was
 *  tried yet. */
export function undecidedText({ choice, statuses }: BackendsView, untested: () => string): string {
  const chosen = statuses.find(({ name }) => name === choice)
  if (chosen?.state === 'missing') return m.backends_choice_missing({ name: backendName(chosen.name) })
  const failed = statuses.filter(({ state }) => state === 'crashed' || state === 'refused')
  if (failed.length === 0) return untested()
  return m.backends_none_works({ names: failed.map(({ name }) => inSentence(name)).join(m.list_separator()) })
}

/** In a title. */
export const handedOverText = ({ to }: BackendSwitch): string => m.backends_handed_over({ to: inSentence(to) })

/** What is to be said under a backend: its device, or why it is not used and what helps. */
export function aboutText(status: BackendStatus, afterRestart: boolean): string {
  const { name, state, lack, device } = status
  if (lack === 'no-adapter' && afterRestart && name === 'webgpu') return m.backends_about_after_restart()
  if (lack) return lookUp('backends_about', lack) ?? lack
  if (state === 'refused' || state === 'crashed') return troubleText(status)
  return deviceText(device)
}

function troubleText({ state, passing, worstError, detail: said }: BackendStatus): string {
  const detail = lossText(said)
  if (passing) return m.backends_about_passing({ detail })
  if (state === 'crashed') return m.backends_about_crashed({ detail })
  return worstError === null ? m.backends_about_failed({ detail }) : m.backends_about_refused({ detail })
}

/** How far it got, in a word. */
export function stateText({ state, passing, worstError }: BackendStatus): string {
  if (passing) return m.backends_state_passing()
  if (state === 'refused' && worstError === null) return m.backends_state_failed()
  return lookUp('backends_state', state) ?? state
}

/** What learning takes of the machine's memory; null where that is not known. */
export function memoryText(memory: LearningDemand | undefined): string | null {
  if (!memory) return null
  const { predictedBytes, limitBytes } = memory
  return m.backends_memory({ memory: formatBytes(predictedBytes), limit: formatBytes(limitBytes) })
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
