import { untriedBackend, type BackendStatus } from '../../core/domain/backend'
import { programHome } from '../../store/home'
import { checkBackends, keepStatus } from './checkBackends'
import { backendParts, type LearningContext } from './startLearning'
import { installTensorflow } from './tensorflow/install'

/** Puts TensorFlow in place and tries it, so that the next learning can use it. Throws `install/…`, `disk/…`,
 *  `job/cancelled`. */
export async function installBackend(context: LearningContext): Promise<BackendStatus[]> {
  const { cancellation, progress } = context
  await installTensorflow({ home: programHome(), cancellation, progress })
  const parts = await backendParts(context)
  // What an older installation did says nothing of this one.
  keepStatus(parts.records, untriedBackend('tensorflow-gpu'))
  return checkBackends(['tensorflow-gpu'], parts, { cancellation, progress, report: () => undefined })
}
