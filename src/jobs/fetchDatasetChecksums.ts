import eegmmidb from '../../resources/datasets/eegmmidb.sha256.json'
import type { DatasetFile } from '../core/domain/dataset'
import type { DatasetRecipe } from '../core/formats/datasetRecipe'

/** The published SHA-256 of a file, hexadecimal; undefined where its publisher gives none. */
export type ChecksumOf = (file: Pick<DatasetFile, 'subject' | 'run'>) => string | undefined

const digestBytes = 32

/** A subject's digests one after another in the order of the runs' names, in base64: a quarter of the published list. */
const published: Readonly<Record<string, Readonly<Record<string, string>>>> = { eegmmidb: eegmmidb.subjects }

export function checksumsOf({ id, runs }: DatasetRecipe): ChecksumOf {
  const bySubject = published[id]
  const names = runs.flatMap((one) => one.names).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  return ({ subject, run }) => {
    const text = bySubject?.[subject]
    const at = names.indexOf(run)
    if (text === undefined || at < 0) return undefined
    return Buffer.from(text, 'base64').toString('hex', at * digestBytes, (at + 1) * digestBytes)
  }
}
