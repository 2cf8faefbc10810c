import type { BidsExportResult } from '../../core/domain/studyExport'
import { exportBids } from '../../jobs/exportBids/exportBids'
import type { Command } from '../command'
import { required } from '../command'
import { oneStudy, recordingsOf } from '../studyRecordings'
import { withStudy } from '../withStudy'

export const exportBidsCommand: Command = {
  name: 'export-bids',
  summary: 'Write a study as a BIDS-EEG data set.',
  usage: 'export-bids STUDY --output FOLDER [--deidentify] [--subject S001] [--runs R06,R10]',
  help: `
  STUDY                the study's folder
  --output FOLDER      where to; a folder that is new or empty
  --deidentify         number subjects and sessions; leave out names, dates, devices and free text; read back that they are
  --subject CODE       recordings of this subject only
  --runs R06,R10       these runs only

EDF and BDF files and EEGLAB sets of one file are copied bit for bit, unless --deidentify is given. All others are written as BDF+
with 24 bits and read back before they count.`,
  options: {
    output: { type: 'string' },
    deidentify: { type: 'boolean' },
    subject: { type: 'string' },
    runs: { type: 'string' },
  },
  async run(input) {
    const output = required(input, 'output')
    const deidentify = input.values.deidentify === true
    const result = await withStudy(oneStudy(input), {}, (study) => {
      return exportBids(study, { output, deidentify, recordingIds: recordingsOf(study, input) }, input.context)
    })
    return { json: result, text: describe(result) }
  },
}

const describe = ({ path, subjects, recordings, copied, converted, textsReplaced }: BidsExportResult): string =>
  `${path}
${subjects} ${subjects === 1 ? 'subject' : 'subjects'}, ${recordings} ${recordings === 1 ? 'recording' : 'recordings'}: ${copied} copied bit for bit, ${converted} written as BDF+ and read back.
${textsReplaced > 0 ? `Texts of annotations that were replaced by numbers: ${textsReplaced}.\n` : ''}`
