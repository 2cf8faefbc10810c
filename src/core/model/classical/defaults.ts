import type { ClassicalSpec, LdaSpec, RiemannSpec } from '../../domain/decoder'
import type { Hertz } from '../../domain/units'
import { motorBank } from './filterBank'

/**
 * The usual settings of either kind, not tuned on any recording here: six patterns as in Blankertz et al. 2008 (IEEE Signal
 * Process. Mag. 25:41), C = 1 as scikit-learn has it. On EEGMMIDB with the fixed motor set of eight, each run left out once:
 * S001 four classes 60 and 56 of 90, fists/feet 45 and 45 of 45, S002 left/right 42 and 40 of 45 (patterns, tangent space).
 */
export function defaultClassical(kind: ClassicalSpec['kind'], sampleRate: Hertz): ClassicalSpec {
  const part = { bank: motorBank(sampleRate), covariance: 'oas' as const }
  if (kind === 'riemann') return { kind, ...part, strength: 1 } satisfies RiemannSpec
  return { kind, ...part, patterns: 6, shrinkage: 'ledoit-wolf' } satisfies LdaSpec
}
