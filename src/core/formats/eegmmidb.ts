import type { ClassId, EventMap } from '../domain/trial'

/**
 * Rules for the EEG Motor Movement/Imagery Database (G. Schalk et al., IEEE TBME 51 (2004) 1034–1043; physionet.org/content/eegmmidb).
 * T1 and T2 change their meaning from run to run, so a file's name decides.
 */
export type EegmmidbTask =
  | 'rest-eyes-open'
  | 'rest-eyes-closed'
  | 'executed-left-right'
  | 'imagined-left-right'
  | 'executed-fists-feet'
  | 'imagined-fists-feet'

export interface EegmmidbIdentity {
  /** `S001` … `S109`. */
  readonly subject: string
  /** `R01` … `R14`. */
  readonly run: string
}

/** Four tasks, three times over, after two stretches of rest. */
const cycle: readonly EegmmidbTask[] = [
  'executed-left-right',
  'imagined-left-right',
  'executed-fists-feet',
  'imagined-fists-feet',
]

/** Subject and run by the file's name, `S001R06.edf`; null for another name. A folder before it does not matter. */
export function eegmmidbIdentity(fileName: string): EegmmidbIdentity | null {
  const match = /(?:^|[/\\])S(\d{3})R(\d{2})(?:_[^/\\]*)?\.edf$/i.exec(fileName)
  if (!match) return null
  const [subject, run] = [Number(match[1]), Number(match[2])]
  if (subject < 1 || subject > 109 || run < 1 || run > 14) return null
  return { subject: `S${match[1]}`, run: `R${match[2]}` }
}

/** Task of a run `R01` … `R14`. Throws RangeError for another. */
export function eegmmidbTask(run: string): EegmmidbTask {
  const number = Number(/^R(\d{2})$/.exec(run)?.[1])
  if (number === 1) return 'rest-eyes-open'
  if (number === 2) return 'rest-eyes-closed'
  if (!(number >= 3 && number <= 14)) throw new RangeError(`Expected a run from R01 to R14, got ${run}`)
  return cycle[(number - 3) % 4]!
}

function classOf(task: EegmmidbTask, code: string): ClassId | null {
  if (task.endsWith('left-right')) return code === 'T1' ? 'left-fist' : code === 'T2' ? 'right-fist' : null
  if (task.endsWith('fists-feet')) return code === 'T1' ? 'both-fists' : code === 'T2' ? 'both-feet' : null
  return null
}

/**
 * What T0, T1 and T2 mean in a file; T0 is rest, known and not used. Null for a file that is not of the database, by its name or
 * by its codes; confirmed when there are no other codes.
 */
export function eegmmidbEventMap(fileName: string, codes: readonly string[]): EventMap | null {
  const identity = eegmmidbIdentity(fileName)
  if (!identity || !codes.includes('T0')) return null
  const task = eegmmidbTask(identity.run)
  const meanings = codes.map((code) => ({ code, classId: classOf(task, code) }))
  return { meanings, source: 'rule:eegmmidb', confirmed: codes.every((code) => /^T[012]$/.test(code)) }
}
