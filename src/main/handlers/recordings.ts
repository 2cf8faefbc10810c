import { dialog } from 'electron'
import { defaultPermutations } from '../../core/domain/labelCheck'
import type { LabelWarning } from '../../core/domain/labelWarnings'
import type { ChannelQuality, TracesView, TrialPreview } from '../../ipc/views'
import { dialogEndings } from '../../store/recordingFile'
import { toRecordingViews } from '../views'
import type { AreaHandlers, MainContext } from './context'

export function recordingHandlers({ current, jobs, questions }: MainContext): AreaHandlers<'recordings'> {
  return {
    list: () => (current.study ? toRecordingViews(current.study) : []),
    async chooseFiles() {
      const { filePaths } = await dialog.showOpenDialog({
        properties: ['openFile', 'multiSelections'],
        filters: [
          { name: 'EEG recordings', extensions: [...dialogEndings] },
          { name: 'All files', extensions: ['*'] },
        ],
      })
      return filePaths
    },
    async chooseFolder() {
      return (await dialog.showOpenDialog({ properties: ['openDirectory'] })).filePaths
    },
    import: ({ paths, keepPartial, streams }) =>
      jobs.start({ kind: 'import', studyPath: current.require().folder, paths, keepPartial, streams }),
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

export function labelHandlers({ current, jobs, questions }: MainContext): AreaHandlers<'labels'> {
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
    warnings: ({ subject }) =>
      questions.ask<LabelWarning[]>({ kind: 'label-warnings', studyPath: current.require().folder, subject }),
    preview: ({ subject }) =>
      questions.ask<TrialPreview>({ kind: 'trial-preview', studyPath: current.require().folder, subject }),
    check: ({ subject }) => {
      const request = { subject, recordingIds: [], permutations: defaultPermutations, seed: 1 }
      return jobs.start({ kind: 'check-labels', studyPath: current.require().folder, request })
    },
  }
}
