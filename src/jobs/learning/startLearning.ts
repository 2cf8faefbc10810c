import type { BackendChoice } from '../../core/domain/backend'
import type { JobContext } from '../../core/domain/job'
import { createBackendRecords, thisMachine, type BackendRecords } from '../../store/backendRecords'
import { programFiles } from '../programFiles'
import { announceBackends, type Announce } from './announceBackends'
import { backendSources, type BackendsElsewhere } from './backendSource'
import type { BackendParts } from './checkBackends'
import { createLearnerFactory } from './learnerFactory'
import type { Learning, LearningWish } from './learning'
import { readSelfTestCases } from './selfTestCases'

export interface LearningContext extends Pick<JobContext, 'cancellation' | 'progress'> {
  /** Lines to the backends that run in a process or page of their own. */
  readonly elsewhere?: BackendsElsewhere
  /** Hears which backend computes in this process. */
  readonly announce?: Announce
}

export const machineRecords = (): BackendRecords => createBackendRecords(thisMachine(programFiles().version))

/** What there is to learn on, on this machine. */
export async function backendParts({ cancellation, elsewhere = {}, announce }: LearningContext): Promise<BackendParts> {
  const cases = await readSelfTestCases()
  const sources = backendSources(elsewhere, cancellation)
  return { sources: announce ? announceBackends(sources, announce) : sources, records: machineRecords(), cases }
}

/** The backend that the person asked for, or chose, or the fastest; see `createLearnerFactory`. */
export async function startLearning(
  backend: BackendChoice | undefined,
  context: LearningContext,
  wish: Omit<LearningWish, keyof BackendParts | 'backend'>,
): Promise<Learning> {
  return createLearnerFactory({ ...(await backendParts(context)), backend, ...wish }, context)
}
