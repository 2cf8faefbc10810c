import { app, dialog } from 'electron'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { AreaHandlers, MainContext } from './context'

export function studyHandlers({ current, jobs }: MainContext): AreaHandlers<'study'> {
  return {
    current: () => current.view(),
    notOpened: () => current.notOpened,
    open: ({ path }) => current.open(path),
    async choose() {
      const { filePaths } = await dialog.showOpenDialog({ properties: ['openDirectory'] })
      return filePaths[0] ? current.open(filePaths[0]) : null
    },
    async create() {
      const { filePath } = await dialog.showSaveDialog({
        defaultPath: join(app.getPath('documents'), 'EEG study'),
        properties: ['createDirectory'],
      })
      return filePath ? current.open(filePath, { create: true }) : null
    },
    demo() {
      const path = join(app.getPath('userData'), 'Demo study')
      current.open(path, { create: !existsSync(join(path, 'study.sqlite')) })
      return jobs.start({ kind: 'demo', studyPath: path })
    },
    close: () => current.close(),
  }
}
