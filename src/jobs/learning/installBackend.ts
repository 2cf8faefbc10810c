import { untriedBackend, type BackendStatus } from '../../core/domain/backend'
import type { ErrorData } from '../../core/domain/error'
import { programHome } from '../../store/home'
import { checkBackends, keepStatus } from './checkBackends'
import { backendParts, machineRecords, type LearningContext } from './startLearning'
import { tensorflowBytes } from './tensorflow/footprint'
import { installTensorflow, uninstallTensorflow, type InstallRequest } from './tensorflow/install'
import { describeInstallation } from './tensorflow/needs'

export type InstallWish = Pick<InstallRequest, 'cuda' | 'thorough'>

/** What was found out, and why the disk took nothing of it. */
export interface BackendFindings {
  readonly statuses: readonly BackendStatus[]
  readonly notKept: ErrorData | null
}

export interface InstallFindings extends BackendFindings {
  /** What was put in place, and what a card needs besides. */
  readonly inPlace: string
}

/** Puts TensorFlow in place and tries it, so that the next learning can use it. Throws `install/…`, `disk/…`,
 *  `job/cancelled`. */
export async function installBackend(context: LearningContext, wish: InstallWish = {}): Promise<InstallFindings> {
  const { cancellation, progress } = context
  const installation = await installTensorflow({ home: programHome(), cancellation, progress, ...wish })
  const parts = await backendParts(context)
  // What an older installation did says nothing of this one.
  keepStatus(parts.records, untriedBackend('tensorflow-gpu'))
  const statuses = await checkBackends(['tensorflow-gpu'], parts, { cancellation, progress, report: () => undefined })
  return { statuses, notKept: parts.records.notKept, inPlace: describeInstallation(installation) }
}

/** Removes TensorFlow from this machine, with what is known of it; gives the bytes that it took. Throws `disk/…`,
 *  `install/running`. */
export function removeBackend(): number {
  const bytes = tensorflowBytes(programHome())
  uninstallTensorflow(programHome())
  keepStatus(machineRecords(), untriedBackend('tensorflow-gpu'))
  return bytes
}
