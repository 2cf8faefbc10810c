import { untriedBackend, type BackendStatus } from '../../core/domain/backend'
import { programHome } from '../../store/home'
import { checkBackends, keepStatus } from './checkBackends'
import { backendParts, machineRecords, type LearningContext } from './startLearning'
import { installTensorflow, uninstallTensorflow, type InstallRequest } from './tensorflow/install'

export type InstallWish = Pick<InstallRequest, 'cuda' | 'thorough'>

/** Puts TensorFlow in place and tries it, so that the next learning can use it. Throws `install/…`, `disk/…`,
 *  `job/cancelled`. */
export async function installBackend(context: LearningContext, wish: InstallWish = {}): Promise<BackendStatus[]> {
  const { cancellation, progress } = context
  await installTensorflow({ home: programHome(), cancellation, progress, ...wish })
  const parts = await backendParts(context)
  // What an older installation did says nothing of this one.
  keepStatus(parts.records, untriedBackend('tensorflow-gpu'))
  return checkBackends(['tensorflow-gpu'], parts, { cancellation, progress, report: () => undefined })
}

/** Removes TensorFlow from this machine, with what is known of it. */
export function removeBackend(): void {
  uninstallTensorflow(programHome())
  keepStatus(machineRecords(), untriedBackend('tensorflow-gpu'))
}
