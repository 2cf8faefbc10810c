import type { CurveFinding } from '../../../../core/domain/curve'
import type { ElectrodeName } from '../../../../core/domain/electrode'
import type { SelectionRequest } from '../../../../core/domain/training'

/** A decoder for exactly these electrodes, learned as the answer was: nothing is left to choose. */
export function toSetRequest(
  { plan, decoder, data }: Pick<CurveFinding, 'plan' | 'decoder' | 'data'>,
  electrodes: readonly ElectrodeName[],
): SelectionRequest {
  return {
    subject: plan.subjects[0]!,
    recordingIds: data.map(({ recordingId }) => recordingId),
    classes: [...plan.classes],
    electrodes: electrodes.length,
    candidates: [...electrodes],
    keep: [...electrodes],
    avoid: [],
    seed: plan.seed,
    steps: plan.steps,
    shuffleLabels: plan.shuffleLabels,
    decoder,
    ...(plan.backend ? { backend: plan.backend } : {}),
  }
}
