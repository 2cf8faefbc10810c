import { createRequire } from 'node:module'
import { join } from 'node:path'
import { AppError } from '../../../core/domain/error'
import type { Tf } from '../../../core/model/front'
import type { DeviceLearners } from '../../../core/model/remote/messages'
import { createTfLearner } from '../../../core/model/tfLearner'
import { findInstallation, nvidiaCard } from './installation'

export interface LoadedTensorflow {
  readonly tf: Tf
  /** `CPU device of TensorFlow 2.15.1`, or the graphics card. */
  readonly device: string
  /** True on a graphics card. */
  readonly accelerated: boolean
}

/** What only the backend of this package has. */
interface NodeBackend {
  readonly binding: { readonly TF_Version: string }
  readonly isUsingGpuDevice: boolean
}

/** Learners on TensorFlow in this process. Rejects as `loadTensorflow`. */
export async function openTensorflow(home: string): Promise<DeviceLearners> {
  const { tf, device, accelerated } = await loadTensorflow(home)
  const backend = 'tensorflow-gpu'
  return { backend, device, accelerated, create: async (spec) => createTfLearner(tf, spec, { backend }) }
}

/** Loads TensorFlow from where it was put in place; the program itself does not contain it. A crash takes the process
 *  along: call it in one of its own. Rejects with `learner/unsupported` when it is not there or cannot be loaded. */
export async function loadTensorflow(home: string): Promise<LoadedTensorflow> {
  const installation = findInstallation(home)
  if (!installation) throw notInstalled()
  restoreOldUtilities()
  const tf = requireFrom(installation.packageFolder)
  await tf.setBackend('tensorflow')
  await tf.ready()
  const { binding, isUsingGpuDevice } = tf.backend() as unknown as NodeBackend
  const card = nvidiaCard() ?? 'Graphics card'
  const device = isUsingGpuDevice
    ? `${card} with TensorFlow ${binding.TF_Version}`
    : `CPU device of TensorFlow ${binding.TF_Version}`
  return { tf, device, accelerated: isUsingGpuDevice }
}

function requireFrom(packageFolder: string): Tf {
  try {
    return createRequire(join(packageFolder, 'package.json'))(packageFolder) as Tf
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message.split('\n')[0]! : String(thrown)
    throw new AppError({
      code: 'learner/unsupported',
      message: `TensorFlow is in place, but cannot be loaded: ${detail}`,
      hint: 'Put it in place anew: npm run tensorflow -- --repair',
      detail,
    })
  }
}

/** Functions that Node 23 removed and the package still calls. */
function restoreOldUtilities(): void {
  const utilities = createRequire(import.meta.url)('node:util') as Record<string, unknown>
  utilities['isNullOrUndefined'] ??= (value: unknown): boolean => value === null || value === undefined
  utilities['isArray'] ??= Array.isArray
  utilities['isString'] ??= (value: unknown): boolean => typeof value === 'string'
}

export const notInstalled = (): AppError =>
  new AppError({
    code: 'learner/unsupported',
    message: 'TensorFlow is not in place on this machine',
    hint: 'Run: npm run tensorflow, or use the button in Settings.',
    values: { lack: 'not-installed' },
  })
