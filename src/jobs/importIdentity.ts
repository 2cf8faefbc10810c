import { parse } from 'node:path'
import { datasetIdentity } from '../core/formats/datasetRules'

export interface RecordingIdentity {
  readonly subject: string
  readonly run: string
  readonly session?: string
}

/**
 * Whose recording it is and which run, from the name that a database, BIDS (`sub-01_run-2_eeg`) or a person (`anna_run3`) gave it.
 * A code in the file's header beats a name of unknown make; a run without a number is called after the file.
 */
export function identify(fileName: string, subjectCode?: string): RecordingIdentity {
  const known = datasetIdentity(fileName)
  if (known) return { subject: known.subject, run: known.run }
  const stem = parse(fileName).name
  const bids = /^sub-([A-Za-z0-9]+)_/.exec(stem)
  const numbered = /^(.*?)[_\s-]*(?:run|r)[_\s-]?(\d+)(?:_eeg)?$/i.exec(stem)
  const run = numbered ? `R${numbered[2]!.padStart(2, '0')}` : stem
  const session = bids ? /_ses-([A-Za-z0-9]+)/.exec(stem)?.[1] : undefined
  return {
    subject: bids?.[1] ?? subjectCode ?? (numbered?.[1] || stem),
    run,
    ...(session === undefined ? {} : { session }),
  }
}
