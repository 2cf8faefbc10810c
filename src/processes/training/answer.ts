import { readQuality, readTraces } from '../../jobs/signals'
import type { Answer, Question } from '../../ipc/trainingProcess'
import type { Study } from '../../store/study'
import { openStudy } from '../../store/study'

/** The study asked about last stays open, so that a second look at a recording need not read it again. */
let held: Study | null = null

export function answer(question: Question): Answer {
  const study = studyAt(question.studyPath)
  return question.kind === 'quality' ? readQuality(study, question.recordingId) : readTraces(study, question)
}

function studyAt(folder: string): Study {
  if (held?.folder === folder) return held
  held?.close()
  held = openStudy(folder)
  return held
}
