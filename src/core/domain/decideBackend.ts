import type { BackendChoice, BackendDecision, BackendLack, BackendStatus } from './backend'

/** Those that passed here, the fastest first; those whose step was not measured come last. */
export const usableBackends = (statuses: readonly BackendStatus[]): readonly BackendStatus[] =>
  statuses.filter(({ state }) => state === 'usable').toSorted((a, b) => (a.stepMs ?? Infinity) - (b.stepMs ?? Infinity))

/** Which backend runs, and why: the one asked for if it passed here, else the fastest that did. `null`: none has. */
export function decideBackend(choice: BackendChoice, statuses: readonly BackendStatus[]): BackendDecision | null {
  const usable = usableBackends(statuses)
  const asked = choice === 'auto' ? null : statuses.find(({ name }) => name === choice)
  if (asked?.state === 'usable') return decision(asked, 'chosen', '')
  const [best] = usable
  if (!best) return null
  if (choice !== 'auto') return decision(best, 'fallback', asked ? whyNot(asked) : `${choice} was not tried here yet`)
  return decision(best, usable.length === 1 ? 'only' : 'fastest', '')
}

const decision = (
  { name, device }: BackendStatus,
  reason: BackendDecision['reason'],
  detail: string,
): BackendDecision => ({ backend: name, device, reason, detail })

const lacks: Readonly<Record<BackendLack, string>> = {
  'not-installed': 'is not in place on this computer',
  'no-adapter': 'is given no graphics card on this computer',
  'window-only': 'runs only in the window, not on the command line',
  'unsupported-platform': 'is not to be had for this system',
}

/** `webgpu crashed: its page went away`: a sentence for logs and the command line, without its full stop. */
export function whyNot({ name, state, lack, worstError, detail }: BackendStatus): string {
  const said = detail ? `: ${detail.replace(/\.$/, '')}` : ''
  if (lack) return `${name} ${lacks[lack]}`
  if (state === 'refused') return `${name} ${worstError === null ? 'does not run' : 'computes wrongly'} here${said}`
  if (state === 'crashed') return `${name} crashed here${said}`
  return `${name} was not tried here yet`
}
