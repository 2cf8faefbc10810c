import * as tf from '@tensorflow/tfjs-core'
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import '@tensorflow/tfjs-backend-webgpu'
import type { Learner, LearnerSpec } from '../../core/model/learner'
import type { DeviceLearners } from '../../core/model/remote/messages'
import { createTfLearner } from '../../core/model/tfLearner'
import type { WebgpuAdapter } from '../../ipc/webgpuPage'

/** TensorFlow.js on the adapter that was found. `lost` hears, once, that the card stopped working or computed nothing:
 *  WebGPU does not tell the call that failed, so its results must not be trusted any more. */
export async function openWebgpuLearners(adapter: WebgpuAdapter, lost: (why: string) => void): Promise<DeviceLearners> {
  await tf.setBackend('webgpu')
  await tf.ready()
  watchDevice((tf.backend() as WebGPUBackend).device, lost)
  return {
    backend: 'webgpu',
    ...adapter,
    create: async (spec: LearnerSpec): Promise<Learner> => createTfLearner(tf, spec, { backend: 'webgpu' }),
  }
}

function watchDevice(device: WebGPUBackend['device'], lost: (why: string) => void): void {
  void device.lost.then(({ reason, message }) => lost(`the graphics card was lost (${reason}): ${message}`))
  device.addEventListener(
    'uncapturederror',
    (event) => {
      const { error } = event as Event & { readonly error: { readonly message: string } }
      lost(`the graphics card refused a calculation: ${error.message}`)
    },
    { once: true },
  )
}
