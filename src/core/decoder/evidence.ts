import type { DecisionSpec } from '../domain/model'
import type { Seconds } from '../domain/units'

/** A start value: odds of e : 1 over the next best class, and half a minute of silence forgets all. */
export const defaultDecision: DecisionSpec = { kind: 'evidence', threshold: 1, memory: 8 }

export interface Verdict {
  /** Nats a class over guessing, including this window; after a decision the next window starts from zero. */
  readonly evidence: Float32Array
  /** Index of the class decided on, or −1. */
  readonly decision: number
}

/** Adds up what windows say until one class leads. */
export interface EvidenceAccumulator {
  add(logProbabilities: Float32Array): Verdict
  reset(): void
}

/**
 * Sequential test on accumulated log-evidence (Wald 1945, Ann. Math. Stat. 16:117; for several classes Baum & Veeravalli
 * 1994, IEEE Trans. Inf. Theory 40:1994):
 *     E_c ← E_c · exp(−hop / memory) + (hop / window) · (log p_c + log C);  decide when best − second ≥ threshold
 * Windows overlap, so each counts by the share of it that is new: a second of signal is a second of evidence at any hop.
 */
export function createEvidence(
  spec: DecisionSpec,
  classes: number,
  timing: { readonly hop: Seconds; readonly window: Seconds },
): EvidenceAccumulator {
  const fade = Math.exp(-timing.hop / spec.memory)
  const weight = Math.min(1, timing.hop / timing.window)
  const evidence = new Float64Array(classes)
  return {
    reset: () => void evidence.fill(0),
    add(logProbabilities) {
      for (let c = 0; c < classes; c++) {
        evidence[c] = evidence[c]! * fade + weight * (logProbabilities[c]! + Math.log(classes))
      }
      const shown = Float32Array.from(evidence)
      const decision = leader(evidence, spec.threshold)
      if (decision !== -1) evidence.fill(0)
      return { evidence: shown, decision }
    },
  }
}

function leader(evidence: Float64Array, threshold: number): number {
  let [best, second, place] = [-Infinity, -Infinity, -1]
  evidence.forEach((value, c) => {
    if (value > best) [best, second, place] = [value, best, c]
    else if (value > second) second = value
  })
  return best - second >= threshold ? place : -1
}
