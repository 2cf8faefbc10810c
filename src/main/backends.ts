import { app } from 'electron'
import {
  backendNames,
  untriedBackend,
  type BackendChoice,
  type BackendLack,
  type BackendName,
  type BackendStatus,
  type LostBackend,
} from '../core/domain/backend'
import { toErrorData } from '../core/domain/error'
import { isPassing } from '../core/domain/lossReason'
import type { AnyJobUpdate } from '../ipc/contract'
import type { BackendsView } from '../ipc/views'
import { createBackendRecords, thisMachine } from '../store/backendRecords'
import type { Questions } from './questions'
import { probeWebgpu } from './webgpuPage'
import { environmentWish, isWayland, isWonByRestart, type Desktop } from './webgpuSwitches'

/** What main knows of the backends: what was kept of them, and whether pages are given a graphics card. */
export interface Backends {
  known(): BackendsView
  survey(): Promise<BackendsView>
  /** Throws `disk/…`. */
  choose(choice: BackendChoice): void
  /** Asked once, when it is first needed. */
  webgpuLack(): Promise<BackendLack | null>
  /** It took the process of a job with it. */
  lost(backend: LostBackend): void
  /** What a job found out and the disk did not take counts until the program ends. */
  take(update: AnyJobUpdate): void
}

export function createBackends(questions: Questions): Backends {
  const records = createBackendRecords(thisMachine(app.getVersion()))
  records.forgetPassing()
  const choiceAtStart = records.choice
  let probe: Promise<BackendLack | null> | null = null

  const toView = (statuses: readonly BackendStatus[]): BackendsView => ({
    choice: records.choice,
    statuses,
    webgpuAfterRestart: choiceAtStart !== 'webgpu' && isWonByRestart(thisDesktop()),
    notKept: records.notKept,
  })
  const known = (): BackendsView => toView(backendNames.map((name) => records.find(name) ?? untriedBackend(name)))
  const webgpuLack = (): Promise<BackendLack | null> => (probe ??= findLack())
  /** A page that crashes over the question says enough of the graphics card. */
  const findLack = async (): Promise<BackendLack | null> => {
    try {
      const { lack, accelerated } = await probeWebgpu()
      return lack ?? (accelerated || environmentWish() === 'software' ? null : 'no-adapter')
    } catch (thrown) {
      const { message, detail } = toErrorData(thrown)
      records.save(crashed('webgpu', detail ?? message))
      return null
    }
  }
  return {
    known,
    webgpuLack,
    async survey() {
      const webgpu = await webgpuLack()
      const found = await questions.ask<readonly BackendStatus[]>({ kind: 'backends', webgpu })
      return toView(
        found.map((status) => (status.state === 'untried' ? (records.find(status.name) ?? status) : status)),
      )
    },
    choose: (choice) => records.choose(choice),
    lost: ({ backend, why }) => records.save(crashed(backend, why)),
    take({ state }) {
      if (state.phase !== 'finished' || !('notKept' in state.result) || !state.result.notKept) return
      for (const status of state.result.statuses) if (isFinding(status)) records.save(status)
    },
  }
}

function crashed(name: BackendName, why: string): BackendStatus {
  const passing = isPassing({ code: 'learner/lost', message: why })
  return {
    ...untriedBackend(name),
    state: 'crashed',
    detail: why,
    checkedAtMs: Date.now(),
    ...(passing && { passing }),
  }
}

const isFinding = ({ state }: BackendStatus): boolean =>
  state === 'usable' || state === 'refused' || state === 'crashed'

const thisDesktop = (): Desktop => ({
  platform: process.platform,
  wish: environmentWish(),
  wayland: isWayland(process.env, app.commandLine.getSwitchValue('ozone-platform')),
})
