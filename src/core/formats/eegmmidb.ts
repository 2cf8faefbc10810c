import type { EventMap } from '../domain/trial'
import { datasetEventMap, datasetIdentity, datasetRecipe } from './datasetRules'

/**
 * The EEG Motor Movement/Imagery Database (G. Schalk et al., IEEE TBME 51 (2004) 1034–1043; physionet.org/content/eegmmidb). T1
 * and T2 change their meaning from run to run, so a file's name decides: resources/datasets/eegmmidb.json says how.
 */
export interface EegmmidbIdentity {
  /** `S001` … `S109`. */
  readonly subject: string
  /** `R01` … `R14`. */
  readonly run: string
}

/** Subject and run by the file's name, `S001R06.edf`; null for another name. A folder before it does not matter. */
export function eegmmidbIdentity(fileName: string): EegmmidbIdentity | null {
  const identity = datasetIdentity(fileName)
  return identity?.dataset === 'eegmmidb' ? { subject: identity.subject, run: identity.run } : null
}

/** Task of a run `R01` … `R14`. Throws RangeError for another. */
export function eegmmidbTask(run: string): string {
  const runs = datasetRecipe('eegmmidb').runs.find(({ names }) => names.includes(run))
  if (!runs) throw new RangeError(`Expected a run from R01 to R14, got ${run}`)
  return runs.task
}

/**
 * What T0, T1 and T2 mean in a file; T0 is rest, known and not used. Null for a file that is not of the database, by its name or
 * by its codes; confirmed when there are no other codes.
 */
export const eegmmidbEventMap = (fileName: string, codes: readonly string[]): EventMap | null =>
  eegmmidbIdentity(fileName) ? datasetEventMap(fileName, codes) : null
