import type { RecordingSummary } from '../../domain/recording'
import { parseBidsName } from './entities'

/** Labels of a recording in a BIDS data set, letters and digits alone. */
export interface BidsPlace {
  readonly subject: string
  readonly session?: string
  readonly task: string
  readonly run: string
}

type Placed = Pick<RecordingSummary, 'id' | 'subject' | 'session' | 'run' | 'task' | 'fileName'>

/** Where nothing names the task. BIDS asks for one. */
const unknownTask = 'unnamed'

/**
 * A place of its own for each recording, by its id. `anonymous`: subjects and sessions are numbered, so that nothing of what a person
 * called them is left. `recordings` in the order in which they are to be numbered.
 */
export function exportPlaces(
  recordings: readonly Placed[],
  { anonymous }: { anonymous: boolean },
): Map<number, BidsPlace> {
  const subjects = labelsOf(
    recordings.map(({ subject }) => subject),
    { anonymous, digits: 3 },
  )
  const places = new Map<number, BidsPlace>()
  const taken = new Set<string>()
  const sessions = new Map<string, Map<string, string>>()
  for (const { subject } of recordings) {
    const own = recordings.flatMap((one) => (one.subject === subject && one.session ? [one.session] : []))
    if (!sessions.has(subject)) sessions.set(subject, labelsOf(own, { anonymous, digits: 2 }))
  }
  for (const one of recordings) {
    const place = {
      subject: subjects.get(one.subject)!,
      ...(one.session ? { session: sessions.get(one.subject)!.get(one.session)! } : {}),
      task: taskOf(one),
    }
    let run = Number(/(\d{1,4})\D*$/.exec(one.run)?.[1] ?? 1)
    const key = (): string => [place.subject, place.session, place.task, run].join('/').toLowerCase()
    while (taken.has(key())) run++
    taken.add(key())
    places.set(one.id, { ...place, run: String(run).padStart(2, '0') })
  }
  return places
}

interface Naming {
  readonly anonymous: boolean
  readonly digits: number
}

/** A label for each text, none twice, however alike they are: file systems may not tell letter cases apart. */
function labelsOf(texts: readonly string[], { anonymous, digits }: Naming): Map<string, string> {
  const labels = new Map<string, string>()
  const taken = new Set<string>()
  for (const text of new Set(texts)) {
    const plain = anonymous ? String(labels.size + 1).padStart(digits, '0') : toLabel(text) || 'x'
    let label = plain
    for (let n = 2; taken.has(label.toLowerCase()); n++) label = `${plain}x${n}`
    taken.add(label.toLowerCase())
    labels.set(text, label)
  }
  return labels
}

/** Letters and digits of ASCII; accents are taken off, words run together with capitals. */
const toLabel = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^A-Za-z0-9]+([A-Za-z0-9]?)/g, (_, next: string) => next.toUpperCase())

const taskOf = ({ fileName, task }: Placed): string =>
  parseBidsName(fileName)?.entities['task'] ?? (toLabel(task ?? '') || unknownTask)

/** `sub-01/ses-2/eeg/` */
export const folderOf = ({ subject, session }: BidsPlace): string =>
  [`sub-${subject}`, ...(session === undefined ? [] : [`ses-${session}`]), 'eeg', ''].join('/')

/** `sub-01_ses-2_task-mi_run-01` */
export const stemOf = ({ subject, session, task, run }: BidsPlace): string =>
  [`sub-${subject}`, ...(session === undefined ? [] : [`ses-${session}`]), `task-${task}`, `run-${run}`].join('_')
