import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { AppError, toErrorData } from '../core/domain/error'
import type { StudyFailure, StudyView } from '../ipc/views'
import { lockStudy } from '../store/lock'
import { refreshOpenSessions } from '../store/session/refresh'
import type { Study } from '../store/study'
import { openStudy } from '../store/study'
import type { SettingsStore } from './appSettings'
import { toStudyView } from './views'

/** The one study that the window works on, with its lock. */
export interface CurrentStudy {
  readonly study: Study | null
  /** Throws AppError when none is open. */
  require(): Study
  /** Throws AppError; `session/running` while a stream belongs to the study that is open now. */
  open(path: string, options?: { readonly create?: boolean }): StudyView
  /** Opens what was open last; what prevents it is kept as `notOpened`, for the welcome screen to say. */
  openAtStart(path: string): void
  readonly notOpened: StudyFailure | null
  /** Throws `session/running`, as `open` does. */
  close(): void
  /** At the end of the program: gives the study back, to be opened again at the next start. */
  release(): void
  /** Rows of sessions whose process died are brought to what their files hold. */
  sessionsEnded(): void
  view(): StudyView | null
  /** Tells the window that something in the study is different now. */
  touched(): void
}

export interface CurrentStudyParts {
  readonly settings: Pick<SettingsStore, 'opened'>
  /** Whether a stream writes to a study right now: its session is still open, and rightly so. */
  streaming(): boolean
  /** Another study comes, or none: what was shown of the last one's stream is over. */
  left(): void
  changed(view: StudyView | null): void
}

export function createCurrentStudy({ settings, streaming, left, changed }: CurrentStudyParts): CurrentStudy {
  let held: Held | null = null
  let notOpened: StudyFailure | null = null
  let savedAtMs: number | null = null

  const view = (): StudyView | null => held && toStudyView(held.study, savedAtMs)
  const leave = (): void => {
    if (!held) return
    letGo()
    left()
  }
  const letGo = (): void => {
    held?.study.close()
    held?.release()
    held = null
    savedAtMs = null
  }
  const open: CurrentStudy['open'] = (path, { create = false } = {}) => {
    if (held?.study.folder === path) return view()!
    if (held && streaming()) throw stillStreaming()
    const next = openLocked(path, create)
    leave()
    held = next
    notOpened = null
    if (!streaming()) refreshOpenSessions(held.study)
    settings.opened(path)
    changed(view())
    return view()!
  }
  return {
    get study() {
      return held?.study ?? null
    },
    require() {
      if (held) return held.study
      throw new AppError({
        code: 'study/not-a-study',
        message: 'No study is open.',
        hint: 'Open a study, make a new one, or try the demo.',
      })
    },
    get notOpened() {
      return notOpened
    },
    open,
    openAtStart(path) {
      try {
        open(path)
      } catch (thrown) {
        notOpened = { path, name: basename(path), error: toErrorData(thrown) }
      }
    },
    close() {
      if (held && streaming()) throw stillStreaming()
      leave()
      notOpened = null
      settings.opened(null)
      changed(null)
    },
    release: letGo,
    sessionsEnded() {
      if (held && !streaming()) refreshOpenSessions(held.study)
    },
    view,
    touched() {
      savedAtMs = Date.now()
      changed(view())
    },
  }
}

const stillStreaming = (): AppError =>
  new AppError({
    code: 'session/running',
    message: 'A session or replay of this study is still running.',
    hint: 'End it first.',
  })

interface Held {
  readonly study: Study
  readonly release: () => void
}

/** Opens first, so that a folder which is no study gets no lock file either. */
function openLocked(path: string, create: boolean): Held {
  const study = openStudy(path, { create })
  try {
    return { study, release: lockStudy(path) }
  } catch (thrown) {
    study.close()
    throw thrown
  }
}

export const recentStudies = (paths: readonly string[]) =>
  paths.map((path) => ({ path, name: basename(path), exists: existsSync(path) }))
