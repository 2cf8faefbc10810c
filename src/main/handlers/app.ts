import { app, dialog, shell } from 'electron'
import { toErrorData } from '../../core/domain/error'
import type { AnyJobUpdate } from '../../ipc/contract'
import type { NativesView } from '../../ipc/views'
import { recentStudies } from '../currentStudy'
import { findNatives, nativesMissing } from '../natives'
import { requireOwnPath } from '../ownPath'
import { useTheme } from '../theme'
import type { AreaHandlers, MainContext } from './context'

export function appHandlers({ current, jobs, settings, streams }: MainContext): AreaHandlers<'app'> {
  /** Loading the library is the proof that it works here; a child process does it, so a crash costs nothing. */
  const natives = async (): Promise<NativesView> => {
    const chosen = settings.settings.nativesFolder
    const folder = findNatives(chosen, process.resourcesPath)
    if (!folder) return { state: 'missing', error: nativesMissing(chosen) }
    try {
      const { version } = await streams.devices(folder)
      return { state: 'found', folder, version }
    } catch (thrown) {
      return { state: 'missing', error: toErrorData(thrown) }
    }
  }
  return {
    info: () => ({
      version: app.getVersion(),
      electron: process.versions.electron ?? '',
      platform: `${process.platform} ${process.arch}`,
      settings: settings.settings,
      recentStudies: recentStudies(settings.recentStudies),
    }),
    natives,
    saveSettings(change) {
      const next = settings.change(change)
      useTheme(next.theme)
      return next
    },
    async chooseNativesFolder() {
      const { filePaths } = await dialog.showOpenDialog({ properties: ['openDirectory'] })
      if (filePaths[0]) settings.change({ nativesFolder: filePaths[0] })
      return natives()
    },
    showItem({ path }) {
      requireOwnPath(path, [current.study?.folder, app.getPath('userData'), ...exportedFiles(jobs.list())])
      shell.showItemInFolder(path)
    },
  }
}

/** Files that a person named in a dialog of ours. */
const exportedFiles = (jobs: readonly AnyJobUpdate[]): string[] =>
  jobs.flatMap(({ state }) =>
    state.phase === 'finished' && (state.result.kind === 'export' || state.result.kind === 'export-study')
      ? [state.result.path]
      : [],
  )
