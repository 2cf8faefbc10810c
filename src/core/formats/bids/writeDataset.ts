import { writeJson, writeTable } from './writeTable'

/** What the top of a data set says. */
export interface DatasetFacts {
  readonly name: string
  readonly programVersion: string
  readonly deidentified: boolean
  /** Label of each subject, and what the study calls it. */
  readonly subjects: readonly { readonly label: string; readonly code: string }[]
  readonly recordings: number
}

/** The version whose rules the files were written by. */
const bidsVersion = '1.9.0'

/** The files at the top of a BIDS data set, by name. */
export function topFiles(facts: DatasetFacts): Record<string, string> {
  const { name, programVersion, deidentified, subjects } = facts
  return {
    'dataset_description.json': writeJson({
      Name: name,
      BIDSVersion: bidsVersion,
      DatasetType: 'raw',
      GeneratedBy: [{ Name: 'Sparsecap', Version: programVersion }],
    }),
    README: readme(facts),
    'participants.tsv': deidentified
      ? writeTable(
          ['participant_id'],
          subjects.map(({ label }) => [`sub-${label}`]),
        )
      : writeTable(
          ['participant_id', 'study_code'],
          subjects.map(({ label, code }) => [`sub-${label}`, code]),
        ),
    'participants.json': writeJson({
      participant_id: { Description: 'Subject of the study' },
      ...(deidentified ? {} : { study_code: { Description: 'What the study calls the subject' } }),
    }),
  }
}

const readme = ({ name, recordings, subjects, deidentified }: DatasetFacts): string => `${name}

EEG of ${subjects.length} ${subjects.length === 1 ? 'subject' : 'subjects'} in ${recordings} ${recordings === 1 ? 'recording' : 'recordings'}, exported from a study of Sparsecap. Research use only.

${
  deidentified
    ? 'All files were written as BDF+'
    : 'Files of a format that BIDS allows (EDF, BDF, EEGLAB sets of one file) are those that were recorded, bit for bit. Others were written as BDF+'
} with 24 bits; samples that are no numbers hold the last value.
Events (events.tsv): trial_type is the class that the study maps a marker to, value the marker itself. Names that begin with BAD_ are
stretches that should not be used: marked so in the study (BAD_segment or its note), not recorded (BAD_ACQ_SKIP), joined (BAD_boundary).
Channels (channels.tsv): status is bad where the study marks the channel so. Measured positions of electrodes are not known to
the study, so there is no electrodes.tsv.
${
  deidentified
    ? `
De-identified: subjects and sessions are numbered; names, birth dates, sex, start times, devices and words of notes and free
annotations were left out, and each file was read back to see that they are.
`
    : ''
}`
