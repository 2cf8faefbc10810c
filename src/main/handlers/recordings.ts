import { app, dialog } from 'electron'
import { join } from 'node:path'
import { defaultPermutations } from '../../core/domain/labelCheck'
import type { LabelWarning } from '../../core/domain/labelWarnings'
import type { QualitySpectra, RecordingQuality } from '../../core/domain/quality'
import type { RecordingDetails } from '../../core/domain/recordingDetails'
import type { ChannelQuality, TracesView, TrialPreview } from '../../ipc/views'
import { dialogEndings } from '../../store/recordingFile'
import { requireUnused, usesOf } from '../recordingUses'
import { toRecordingViews } from '../views'
import type { AreaHandlers, MainContext } from './context'

export function recordingHandlers({ current, jobs, questions, streams }: MainContext): AreaHandlers<'recordings'> {
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
    unfinished: () => current.study?.recordings.unfinished() ?? [],
    discardUnfinished: ({ path }) => void current.require().recordings.clearUnfinished(path),
    rename({ recordingId, subject, run, session }) {
      current.require().recordings.rename(recordingId, { subject, run, session })
      current.touched()
    },
    remove({ recordingIds }) {
      const study = current.require()
      requireUnused(study, usesOf(study, recordingIds, { works: jobs.works(), stream: streams.state }))
      for (const id of new Set(recordingIds)) study.recordings.remove(id)
      current.touched()
    },
    uses: ({ recordingIds }) => usesOf(current.require(), recordingIds, { works: jobs.works(), stream: streams.state }),
    annotate({ recordingIds, ...change }) {
      current.require().notes.change(recordingIds, change)
      current.touched()
    },
    details: ({ recordingId }) =>
      questions.ask<RecordingDetails>({
        kind: 'recording-details',
        studyPath: current.require().folder,
        recordingId,
      }),
    async setChannels(change) {
      const studyPath = current.require().folder
      const changed = await questions.ask<number>({ kind: 'edit-channels', studyPath, ...change })
      if (changed > 0 && current.study?.folder === studyPath) current.touched()
      return changed
    },
    quality: ({ recordingId }) =>
      questions.ask<ChannelQuality[]>({ kind: 'quality', studyPath: current.require().folder, recordingId }),
    qualityFindings: ({ recordingId }) =>
      questions.ask<RecordingQuality>({ kind: 'quality-findings', studyPath: current.require().folder, recordingId }),
    spectra: ({ recordingId }) =>
      questions.ask<QualitySpectra>({ kind: 'spectra', studyPath: current.require().folder, recordingId }),
    ignoreQuality({ recordingId, electrodes }) {
      current.require().qualities.ignore(recordingId, electrodes)
      current.touched()
    },
    traces: (request) => questions.ask<TracesView>({ kind: 'traces', studyPath: current.require().folder, ...request }),
    async exportStudy(wish) {
      const { folder: studyPath, name } = current.require()
      const output = await askWhereTo(wish.form, name)
      if (output === null) return null
      const request = wish.form === 'bids' ? { ...wish, output } : { ...wish, output, classes: [] }
      return jobs.start({ kind: 'export-study', studyPath, request })
    },
    setBad({ recordingId, electrodes }) {
      current.require().badChannels.set(recordingId, electrodes)
      current.touched()
    },
  }
}

/** Null: the person thought better of it. */
async function askWhereTo(form: 'bids' | 'epochs', study: string): Promise<string | null> {
  const { filePath, canceled } = await dialog.showSaveDialog({
    defaultPath: join(app.getPath('documents'), form === 'bids' ? `${study}-bids` : `${study}-epochs.npz`),
    ...(form === 'bids' ? {} : { filters: [{ name: 'NumPy', extensions: ['npz'] }] }),
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  })
  return canceled || !filePath ? null : filePath
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
