import type { ErrorData } from './error'

/** Why a learner is gone. Whoever sees it end says so in a sentence, which is kept and crosses processes; here it is told
 *  apart again, so that the window can say it in any language and knows what is worth another try. */
export type LossReason =
  /** By the system or a person; `detail`: the signal. */
  | { readonly kind: 'killed' | 'signal' | 'exit' | 'fault'; readonly detail: string }
  /** `detail`: seconds without an answer. */
  | { readonly kind: 'hung'; readonly detail: string }
  /** Its page or process did not come up, or does not answer. */
  | { readonly kind: 'slow'; readonly detail: string }
  /** `detail`: what Chromium calls it. */
  | { readonly kind: 'page' | 'graphics'; readonly detail: string }
  | { readonly kind: 'memory' | 'other'; readonly detail: string }

const patterns: readonly (readonly [LossReason['kind'], RegExp])[] = [
  ['killed', /^its process (?:ended with|was ended by) (SIGKILL)\b/],
  ['signal', /^its process (?:ended with|was ended by) (SIG[A-Z]+)\b/],
  ['exit', /^its process ended with code (-?\d+)/],
  ['fault', /^its process ended with (0x[0-9A-F]+)/],
  ['hung', /^it hung: no answer within ([\d.]+) s/],
  ['slow', /^(its page did not start in time|its page does not answer|no answer for [\d.]+ s)/],
  ['page', /^its page ended \((.+)\)/],
  ['graphics', /^the graphics process ended \((.+)\)/],
  ['memory', /((?:out of|not enough) memory|could not allocate|allocation failed|needs \d+ MB, allowed are \d+ MB)/i],
]

export function toLossReason(why: string): LossReason {
  for (const [kind, pattern] of patterns) {
    const found = pattern.exec(why)
    if (found) return { kind, detail: found[1]! }
  }
  return { kind: 'other', detail: why }
}

/** What Chromium calls ends that are no fault of the process that ended. */
const endedFromOutside = ['killed', 'oom', 'memory-eviction']

/** Whether it was the moment's fault rather than the backend's, so that another try is worth its time. */
export function isPassing({ code, message, detail }: Pick<ErrorData, 'code' | 'message' | 'detail'>): boolean {
  if (code === 'learner/memory' || code.startsWith('disk/')) return true
  if (code === 'learner/self-test') return false
  const reason = toLossReason(code === 'learner/lost' ? (detail ?? message) : message)
  if (reason.kind === 'page' || reason.kind === 'graphics') return endedFromOutside.includes(reason.detail)
  return reason.kind === 'killed' || reason.kind === 'slow' || reason.kind === 'memory'
}
