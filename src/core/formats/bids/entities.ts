/** Names of BIDS (bids-specification.readthedocs.io, “Entities”): `sub-01_ses-2_task-mi_run-1_eeg.edf`. */
export interface BidsName {
  /** By short name: `sub`, `ses`, `task`, `run`, … in their order. */
  readonly entities: Readonly<Record<string, string>>
  /** `eeg`, `events`, `channels`, … */
  readonly suffix: string
  /** With its dot, lower case. */
  readonly extension: string
}

/** Null for a name of another make. */
export function parseBidsName(fileName: string): BidsName | null {
  const match = /^((?:[a-z]+-[A-Za-z0-9+]+_)*)([A-Za-z0-9]+)(\.[A-Za-z0-9.]+)$/.exec(fileName)
  if (!match) return null
  const pairs = match[1]!
    .split('_')
    .filter(Boolean)
    .map((pair) => pair.split('-') as [string, string])
  return { entities: Object.fromEntries(pairs), suffix: match[2]!, extension: match[3]!.toLowerCase() }
}

/** Files that a BIDS data set holds EEG in; the data and marker files of BrainVision and EEGLAB come with theirs. */
const recordingEndings = ['.edf', '.bdf', '.vhdr', '.set']

export function isBidsRecording(fileName: string): boolean {
  const name = parseBidsName(fileName)
  return name?.suffix === 'eeg' && name.entities['sub'] !== undefined && recordingEndings.includes(name.extension)
}

export type SidecarKind = 'eeg.json' | 'events.tsv' | 'channels.tsv' | 'electrodes.tsv' | 'coordsystem.json'
const kinds: readonly string[] = ['eeg.json', 'events.tsv', 'channels.tsv', 'electrodes.tsv', 'coordsystem.json']

/** Whether a file tells something of a recording: all of its entities are the recording's (“inheritance principle”). */
export function appliesTo(sidecar: string, recording: string): boolean {
  const [one, other] = [parseBidsName(sidecar), parseBidsName(recording)]
  if (!one || !other || !kinds.includes(one.suffix + one.extension)) return false
  return Object.entries(one.entities).every(([key, value]) => key === 'space' || other.entities[key] === value)
}

/** Those of a kind that apply, the most general first: the last one wins. */
export function sidecarsOf(recording: string, kind: SidecarKind, among: readonly string[]): string[] {
  const depth = (name: string): number => Object.keys(parseBidsName(name)!.entities).length
  return among
    .filter((name) => name.endsWith(`_${kind}`) || name === kind)
    .filter((name) => appliesTo(name, recording))
    .sort((a, b) => depth(a) - depth(b))
}

export interface BidsIdentity {
  readonly subject: string
  readonly run: string
  readonly session?: string
}

/**
 * Subject and run as a person names them; session and task are part of the run's name where the subject has several of them.
 * `siblings`: names of all recordings of the subject.
 */
export function bidsIdentity(fileName: string, siblings: readonly string[]): BidsIdentity | null {
  const name = parseBidsName(fileName)
  const subject = name?.entities['sub']
  if (!name || !subject) return null
  const { ses, task, run } = name.entities
  const others = siblings.map((one) => parseBidsName(one)?.entities ?? {})
  const several = (key: string): boolean => new Set(others.map((entities) => entities[key] ?? '')).size > 1
  const parts = [
    ...(ses && several('ses') ? [`ses-${ses}`] : []),
    ...(task && (several('task') || !run) ? [task] : []),
    ...(run ? [/^\d+$/.test(run) ? `R${run.replace(/^0+(?=\d)/, '').padStart(2, '0')}` : run] : []),
  ]
  return { subject, run: parts.join(' ') || ses || 'eeg', ...(ses ? { session: ses } : {}) }
}
