import { dialog } from 'electron'
import type { ChannelQuality, TracesView } from '../../ipc/views'
import { toRecordingViews } from '../views'
import type { AreaHandlers, MainContext } from './context'

export function recordingHandlers({ current, jobs, questions }: MainContext): AreaHandlers<'recordings'> {
  return {
    list: () => (current.study ? toRecordingViews(current.study) : []),
    async chooseFiles() {
      const { filePaths } = await dialog.showOpenDialog({
        properties: ['openFile', 'multiSelections'],
        filters: [
          { name: 'EEG recordings', extensions: ['edf', 'EDF'] },
          { name: 'All files', extensions: ['*'] },
        ],
      })
      return filePaths
    },
    async chooseFolder() {
      return (await dialog.showOpenDialog({ properties: ['openDirectory'] })).filePaths
    },
    import: ({ paths, keepPartial }) =>
      jobs.start({ kind: 'import', studyPath: current.require().folder, paths, keepPartial }),
    rename({ recordingId, subject, run }) {
      current.require().recordings.rename(recordingId, { subject, run })
      current.touched()
    },
    remove({ recordingId }) {
      current.require().recordings.remove(recordingId)
      current.touched()
    },
    quality: ({ recordingId }) =>
      questions.ask<ChannelQuality[]>({ kind: 'quality', studyPath: current.require().folder, recordingId }),
    traces: (request) => questions.ask<TracesView>({ kind: 'traces', studyPath: current.require().folder, ...request }),
    setBad({ recordingId, electrodes }) {
      current.require().badChannels.set(recordingId, electrodes)
      current.touched()
    },
  }
}

export function labelHandlers({ current }: MainContext): AreaHandlers<'labels'> {
  return {
    set({ recordingIds, meanings, confirmed }) {
      const study = current.require()
      study.transaction(() => {
        for (const id of recordingIds) study.eventMaps.set(id, { meanings, source: 'person', confirmed })
      })
      current.touched()
    },
    reset({ recordingId }) {
      current.require().eventMaps.reset(recordingId)
      current.touched()
    },
  }
}
