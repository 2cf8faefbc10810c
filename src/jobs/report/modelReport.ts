import { join } from 'node:path'
import { eegmmidbSites } from '../../core/montage/regions'
import { siteOf } from '../../core/montage/sites'
import { atomicWrite } from '../../store/atomicWrite'
import type { Study } from '../../store/study'
import type { ReportContents } from './html'
import { renderReport } from './html'

/** Writes the report of a model into the study's `reports/` and returns its path. Throws `model/not-found`, `disk/full`. */
export function writeModelReport(study: Study, modelId: string, more: Partial<ReportContents> = {}): string {
  const model = study.models.load(modelId)
  const path = join(study.folder, 'reports', `${modelId}.html`)
  const html = renderReport({
    title: `Which electrodes are enough for ${model.subject}?`,
    model,
    simulated: recordingsOf(study, model.subject).some(({ origin }) => origin === 'simulator'),
    sites: sitesOf(study, model.subject),
    writtenAt: new Date().toISOString().slice(0, 16).replace('T', ' '),
    ...more,
  })
  atomicWrite(path, new TextEncoder().encode(html))
  return path
}

/** All sites that the subject's recordings carry and that have a place on the head. */
function sitesOf(study: Study, subject: string): string[] {
  const names = new Set(
    recordingsOf(study, subject)
      .flatMap(({ electrodes }) => electrodes)
      .filter((name) => siteOf(name) !== null),
  )
  return names.size > 0 ? [...names] : [...eegmmidbSites]
}

const recordingsOf = (study: Study, subject: string) =>
  study.recordings.list().filter((recording) => recording.subject === subject)
