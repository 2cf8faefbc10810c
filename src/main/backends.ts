import { app } from 'electron'
import {
  backendNames,
  untriedBackend,
  type BackendChoice,
  type BackendLack,
  type BackendStatus,
} from '../core/domain/backend'
import { AppError, toErrorData } from '../core/domain/error'
import type { BackendsView } from '../ipc/views'
import { createBackendRecords, thisMachine } from '../store/backendRecords'
import type { Questions } from './questions'
import { probeWebgpu } from './webgpuPage'
import { environmentWish } from './webgpuSwitches'

/** What main knows of the backends: what was kept of them, and whether pages are given a graphics card. */
export interface Backends {
  known(): BackendsView
  survey(): Promise<BackendsView>
  /** Throws `disk/…`. */
  choose(choice: BackendChoice): void
  /** Asked once, when it is first needed. */
  webgpuLack(): Promise<BackendLack | null>
}

export function createBackends(questions: Questions): Backends {
  const records = createBackendRecords(thisMachine(app.getVersion()))
  const choiceAtStart = records.choice
  let probe: Promise<BackendLack | null> | null = null

  const toView = (statuses: readonly BackendStatus[]): BackendsView => ({
    choice: records.choice,
    statuses,
    webgpuAfterRestart: process.platform === 'linux' && environmentWish() === null && choiceAtStart !== 'webgpu',
  })
  const known = (): BackendsView => toView(backendNames.map((name) => records.find(name) ?? untriedBackend(name)))
  const webgpuLack = (): Promise<BackendLack | null> => (probe ??= findLack())
  /** A disk that takes nothing costs another try at the next start, no more. */
  const note = (status: BackendStatus): void => {
    try {
      records.save(status)
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown
    }
  }
  /** A page that crashes over the question says enough of the graphics card. */
  const findLack = async (): Promise<BackendLack | null> => {
    try {
      const { lack, accelerated } = await probeWebgpu()
      return lack ?? (accelerated || environmentWish() === 'software' ? null : 'no-adapter')
    } catch (thrown) {
      const { message, detail } = toErrorData(thrown)
      note({ ...untriedBackend('webgpu'), state: 'crashed', detail: detail ?? message, checkedAtMs: Date.now() })
      return null
    }
  }
  return {
    known,
    webgpuLack,
    async survey() {
      const webgpu = await webgpuLack()
      return toView(await questions.ask<readonly BackendStatus[]>({ kind: 'backends', webgpu }))
    },
    choose: (choice) => records.choose(choice),
  }
}
