import type { BackendChoice, BackendDecision, BackendStatus } from './backend'

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
  if (choice !== 'auto') return decision(best, 'fallback', asked ? whyNot(asked) : `${choice}: untried`)
  return decision(best, usable.length === 1 ? 'only' : 'fastest', '')
}

const decision = (
  { name, device }: BackendStatus,
  reason: BackendDecision['reason'],
  detail: string,
): BackendDecision => ({ backend: name, device, reason, detail })

/** `tensorflow-gpu: not-installed`, `webgpu: crashed, the page went away`: the state, then what was said of it. */
export function whyNot({ name, state, lack, detail }: BackendStatus): string {
  const kind = state === 'missing' && lack ? lack : state
  return `${name}: ${kind}${detail ? `, ${detail}` : ''}`
}
