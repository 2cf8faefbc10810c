import type { Handlers } from '../../ipc/define'
import type { Api } from '../../ipc/contract'
import type { Backends } from '../backends'
import type { CurrentStudy } from '../currentStudy'
import type { JobRunner } from '../jobRunner'
import type { Questions } from '../questions'
import type { SettingsStore } from '../appSettings'
import type { StreamRunner } from '../streamRunner'

/** What the handlers of all areas work with. */
export interface MainContext {
  readonly backends: Backends
  readonly current: CurrentStudy
  readonly jobs: JobRunner
  readonly questions: Questions
  readonly settings: SettingsStore
  readonly streams: StreamRunner
}

export type AreaHandlers<Area extends keyof Api> = Handlers<Api>[Area]
