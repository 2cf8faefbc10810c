import { dialog } from 'electron'
import { AppError } from '../../core/domain/error'
import type { DeviceView } from '../../ipc/views'
import { findNatives } from '../natives'
import type { AreaHandlers, MainContext } from './context'

export function sessionHandlers({ current, settings, streams }: MainContext): AreaHandlers<'session'> {
  const natives = (): string | null => findNatives(settings.settings.nativesFolder, process.resourcesPath)
  return {
    async devices(): Promise<DeviceView[]> {
      return [...(await streams.devices(natives())).devices]
    },
    async choosePlayback() {
      const { filePaths } = await dialog.showOpenDialog({ properties: ['openFile'] })
      return filePaths[0] ?? null
    },
    state: () => streams.state,
    start(request) {
      streams.start(request, { studyPath: current.require().folder, nativesFolder: natives() })
    },
    stop: () => streams.stop(),
    list: () => current.study?.sessions.list() ?? [],
    remove({ sessionId }) {
      const { state } = streams
      if ('sessionId' in state && state.sessionId === sessionId) throw isRunning()
      current.require().sessions.remove(sessionId)
      current.touched()
    },
  }
}

const isRunning = (): AppError =>
  new AppError({
    code: 'session/running',
    message: 'This session is being recorded.',
    hint: 'End it first.',
  })
