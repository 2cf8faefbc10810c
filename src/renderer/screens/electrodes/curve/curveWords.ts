import type { EvaluationScheme, MethodFamily, MethodId } from '../../../../core/domain/curve'
import { lookUp } from '../../../lib/catalogue'
import { m } from '../../../lib/paraglide/messages.js'
import type { PlanFault } from './curveFaults'
import type { Settledness } from './curveTable'

export const familyText = (family: MethodFamily): string => lookUp('curve_family', family) ?? family
/** What a method does, in a line of plain words. */
export const methodAbout = (method: MethodId): string => lookUp('curve_about', method) ?? ''
export const schemeText = (scheme: EvaluationScheme): string => lookUp('curve_scheme', scheme) ?? scheme
export const settledText = (state: Settledness): string => lookUp('curve_settled', state) ?? state

export function faultOfPlanText(fault: PlanFault): string {
  switch (fault.kind) {
    case 'no-methods':
      return m.curve_fault_methods()
    case 'no-sizes':
      return m.curve_fault_sizes()
    case 'larger-than-inputs':
      return m.curve_fault_inputs({ size: fault.size, inputs: fault.inputs })
    case 'larger-than-candidates':
      return m.curve_fault_candidates({ size: fault.size, candidates: fault.candidates })
    case 'smaller-than-kept':
      return m.curve_fault_kept({ size: fault.size, kept: fault.kept })
  }
}
