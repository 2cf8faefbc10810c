import { extname } from 'node:path'
import type { Recording, RecordingSummary } from '../../core/domain/recording'
import { exportPlaces, folderOf, stemOf, type BidsPlace } from '../../core/formats/bids/exportPlaces'

/** A recording and where it goes. */
export interface PlannedRecording {
  readonly recording: RecordingSummary
  readonly place: BidsPlace
  /** `sub-01/eeg/sub-01_task-mi_run-01`, without what comes after it. */
  readonly stem: string
  /** Ending of its file; `null`: it is not copied but written anew. */
  readonly copyAs: string | null
}

/** `recordings` in the order in which subjects are numbered. */
export function planBids(
  recordings: readonly RecordingSummary[],
  { deidentify }: { deidentify: boolean },
): PlannedRecording[] {
  const places = exportPlaces(recordings, { anonymous: deidentify })
  return recordings.map((recording) => {
    const place = places.get(recording.id)!
    return {
      ...{ recording, place },
      stem: folderOf(place) + stemOf(place),
      copyAs: deidentify ? null : copyable(recording),
    }
  })
}

/** What is not sound in an original that is an original all the same, but no file that every reader takes. */
const unsound: readonly Recording['problems'][number]['code'][] = [
  'truncated',
  'record-count',
  'duplicate-label',
  'discontinuous',
]

/** The ending by which an original may be part of a BIDS data set as it is: one file, of a format that BIDS allows. */
function copyable({ fileName, format, companions = [], problems }: RecordingSummary): string | null {
  const ending = extname(fileName).toLowerCase()
  const isAllowed =
    (ending === '.edf' && format.startsWith('edf')) ||
    (ending === '.bdf' && format.startsWith('bdf')) ||
    (ending === '.set' && format === 'eeglab')
  // Sidecars are written anew from what the study knows.
  const isOneFile = companions.every((name) => /\.(tsv|json)$/i.test(name))
  return isAllowed && isOneFile && !problems.some(({ code }) => unsound.includes(code)) ? ending : null
}
