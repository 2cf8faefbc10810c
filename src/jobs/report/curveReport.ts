import { join } from 'node:path'
import { curveText } from './curve'
import { atomicWrite } from '../../store/atomicWrite'
import type { Study } from '../../store/study'

/** Writes an answer over N for the file into the study's `reports/` and returns its path. Throws `file/not-found`, `disk/full`. */
export function writeCurveReport(study: Study, id: string): Promise<string> {
  const path = join(study.folder, 'reports', `${id}.txt`)
  atomicWrite(path, curveText(study.curves.get(id)))
  return Promise.resolve(path)
}
