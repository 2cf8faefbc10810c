import { datasetRecipes, toDatasetView } from '../../core/formats/datasetRules'
import { neverCancelled } from '../../core/domain/job'
import { backendSources, type BackendsElsewhere } from '../../jobs/learning/backendSource'
import { surveyBackends } from '../../jobs/learning/checkBackends'
import { machineRecords } from '../../jobs/learning/startLearning'
import { describeBrowsable, readTile } from '../../jobs/browse'
import { warnOfLabels } from '../../jobs/labelRuns'
import { editChannels } from '../../jobs/editChannels'
import { readDetails } from '../../jobs/recordingDetails'
import { readFindings, readQuality, readSpectra } from '../../jobs/recordingQuality'
import { readTraces } from '../../jobs/signals'
import { previewTrials } from '../../jobs/trialPreview'
import type { Answer, Question } from '../../ipc/trainingProcess'
import type { Study } from '../../store/study'
import { openStudy } from '../../store/study'
import { withGraphics } from './graphics'

/** The study asked about last stays open, so that a second look at a recording need not read it again. */
let held: Study | null = null

export async function answer(question: Question, elsewhere: BackendsElsewhere): Promise<Answer> {
  if (question.kind === 'datasets') return datasetRecipes.map(toDatasetView)
  if (question.kind === 'backends') {
    const sources = backendSources(withGraphics(elsewhere, question), neverCancelled)
    return surveyBackends({ sources, records: machineRecords() })
  }
  const study = studyAt(question.studyPath)
  await study.recordings.prepare()
  if (question.kind === 'browse') return describeBrowsable(study, question.recordingId)
  if (question.kind === 'tile') return readTile(study, question)
  if (question.kind === 'label-warnings') return warnOfLabels(study, question.subject)
  if (question.kind === 'trial-preview') return previewTrials(study, question.subject)
  if (question.kind === 'recording-details') return readDetails(study, question.recordingId)
  if (question.kind === 'edit-channels') return editChannels(study, question)
  if (question.kind === 'quality-findings') return readFindings(study, question.recordingId)
  if (question.kind === 'spectra') return readSpectra(study, question.recordingId)
  return question.kind === 'quality' ? readQuality(study, question.recordingId) : readTraces(study, question)
}

function studyAt(folder: string): Study {
  if (held?.folder === folder) return held
  held?.close()
  held = openStudy(folder)
  return held
}
