import type { CurveFinding } from '../../../../core/domain/curve'
import type { ElectrodeName } from '../../../../core/domain/electrode'
import { jobs, navigation } from '../../../lib/state'
import { models } from '../../session/state'
import { selection } from '../state'
import { way } from './state.svelte'
import { toSetRequest } from './wireRequest'

/** Learns the decoder of a set, and opens the cap for it once it is learned. */
export async function learnAndWire(finding: CurveFinding, electrodes: readonly ElectrodeName[]): Promise<void> {
  const before = selection.job?.id
  way.choose('one')
  const stop = jobs.onEnd((job) => {
    if (job.kind !== 'select' || job.id === before) return
    stop()
    if (job.state.phase !== 'finished' || job.state.result.kind !== 'select') return
    models.choose(job.state.result.selection.modelId)
    way.choose('curve')
    // Whoever went elsewhere meanwhile is not taken away from there.
    if (navigation.screen === 'electrodes') navigation.go('cap')
  })
  await selection.start(toSetRequest(finding, electrodes))
  if (selection.error) stop()
}
