import type { BackendChoice } from '../../core/domain/backend'
import type { JobContext } from '../../core/domain/job'
import { createBackendRecords, thisMachine, type BackendRecords } from '../../store/backendRecords'
import { programFiles } from '../programFiles'
import { backendSources, type BackendsElsewhere } from './backendSource'
import type { BackendParts } from './checkBackends'
import { createLearnerFactory, type Learning, type LearningWish } from './learnerFactory'
import { readSelfTestCases } from './selfTestCases'

export interface LearningContext extends Pick<JobContext, 'cancellation' | 'progress'> {
  /** Lines to the backends that run in a process or page of their own. */
  readonly elsewhere?: BackendsElsewhere
}

export const machineRecords = (): BackendRecords => createBackendRecords(thisMachine(programFiles().version))

/** What there is to learn on, on this machine. */
export async function backendParts({ cancellation, elsewhere = {} }: LearningContext): Promise<BackendParts> {
  const cases = await readSelfTestCases()
  return { sources: backendSources(elsewhere, cancellation), records: machineRecords(), cases }
}

/** The backend that the person asked for, or chose, or the fastest; see `createLearnerFactory`. */
export async function startLearning(
  backend: BackendChoice | undefined,
  context: LearningContext,
  events: Pick<LearningWish, 'stepsDone' | 'onSwitch'>,
): Promise<Learning> {
  return createLearnerFactory({ ...(await backendParts(context)), backend, ...events }, context)
}
