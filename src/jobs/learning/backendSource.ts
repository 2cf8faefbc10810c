import type { BackendLack, BackendName } from '../../core/domain/backend'
import type { Cancellation } from '../../core/domain/job'
import type { OpenLearnerPort } from '../../core/model/learnerPort'
import type { LearningDemand } from '../../core/domain/training'
import type { LearnerFactory, LearnerSpec } from '../../core/model/learner'
import { createRemoteLearners } from '../../core/model/remote/client'
import { createTfLearner } from '../../core/model/tfLearner'
import { createCpuBackend } from './cpuBackend'
import { loadWasmBackend } from './wasmBackend'

/** A backend that is loaded. */
export interface OpenBackend extends LearnerFactory {
  /** True on a graphics card. */
  readonly accelerated: boolean
  /** Bytes that a learner of these sizes would take; absent where that is not known before. Throws `learner/unsupported`
   *  and `learner/memory` as learning would. */
  demand?(size: LearningSize): LearningDemand
  /** Ends its process or page. Its learners are of no use afterwards. */
  close(): void
}

/** What is going to be learned from. */
export interface LearningSize {
  readonly spec: LearnerSpec
  readonly batch: number
  readonly examples: number
}

/** How a backend is had on this machine. */
export interface BackendSource {
  readonly name: BackendName
  /** What has to be put in place before it can be tried; `null`: nothing. Loads nothing. */
  lack(): Promise<BackendLack | null>
  /** It computes in this process, which goes with it when it crashes. */
  readonly inThisProcess?: boolean
  /** Bytes on the disk where a person had it put in place; 0 where it is not. */
  installedBytes?(): number
  /** Loads it. Rejects with `learner/unsupported` or `learner/lost`. */
  open(): Promise<OpenBackend>
}

/** A backend in a process or page of its own. */
export interface Elsewhere {
  readonly lack: BackendSource['lack']
  readonly installedBytes?: BackendSource['installedBytes']
  readonly openPort: OpenLearnerPort
}

/** Those that whoever runs the work has lines to; one that is not named is `missing`. */
export type BackendsElsewhere = Partial<Record<'tensorflow-gpu' | 'webgpu', Elsewhere>>

/** All backends, in the order in which they are shown and tried. */
export const backendSources = (elsewhere: BackendsElsewhere, cancellation: Cancellation): readonly BackendSource[] => [
  cpu(cancellation),
  remote('tensorflow-gpu', elsewhere['tensorflow-gpu'] ?? missing('not-installed')),
  remote('webgpu', elsewhere.webgpu ?? missing('window-only')),
  wasm,
]

const cpu = (cancellation: Cancellation): BackendSource => ({
  name: 'cpu',
  inThisProcess: true,
  lack: async () => null,
  open: async () => ({ ...createCpuBackend({ cancellation }), accelerated: false, close: () => undefined }),
})

const wasm: BackendSource = {
  name: 'wasm',
  inThisProcess: true,
  lack: async () => null,
  async open() {
    const { tf, backend, device } = await loadWasmBackend()
    const create: OpenBackend['create'] = async (spec) => createTfLearner(tf, spec, { backend })
    return { backend, device, create, accelerated: false, close: () => undefined }
  },
}

const remote = (name: BackendName, { openPort, ...elsewhere }: Elsewhere): BackendSource => ({
  name,
  ...elsewhere,
  async open() {
    const port = await openPort()
    try {
      return await createRemoteLearners(port, name)
    } catch (thrown) {
      port.close()
      throw thrown
    }
  },
})

const missing = (lack: BackendLack): Elsewhere => ({
  lack: async () => lack,
  openPort: () => Promise.reject(new Error(`Opened although it is ${lack}.`)),
})
