import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { AppError } from '../core/domain/error'
import type { StudyView } from '../ipc/views'
import { lockStudy } from '../store/lock'
import type { Study } from '../store/study'
import { openStudy } from '../store/study'
import type { SettingsStore } from './appSettings'
import { toStudyView } from './views'

/** The one study that the window works on, with its lock. */
export interface CurrentStudy {
  readonly study: Study | null
  /** Throws AppError when none is open. */
  require(): Study
  open(path: string, options?: { readonly create?: boolean }): StudyView
  close(): void
  view(): StudyView | null
  /** Tells the window that something in the study is different now. */
  touched(): void
}

export function createCurrentStudy(settings: SettingsStore, changed: (view: StudyView | null) => void): CurrentStudy {
  let held: { study: Study; release: () => void } | null = null
  let savedAtMs: number | null = null

  const view = (): StudyView | null => held && toStudyView(held.study, savedAtMs)
  const letGo = (): void => {
    held?.study.close()
    held?.release()
    held = null
    savedAtMs = null
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
    open(path, { create = false } = {}) {
      if (held?.study.folder === path) return view()!
      const next = openLocked(path, create)
      letGo()
      held = next
      settings.opened(path)
      changed(view())
      return view()!
    },
    close() {
      letGo()
      settings.opened(null)
      changed(null)
    },
    view,
    touched() {
      savedAtMs = Date.now()
      changed(view())
    },
  }
}

/** Opens first, so that a folder which is no study gets no lock file either. */
function openLocked(path: string, create: boolean): { study: Study; release: () => void } {
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
