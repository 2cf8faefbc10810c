import { resolve } from 'node:path'
import { lockStudy } from '../store/lock'
import type { Study } from '../store/study'
import { openStudy } from '../store/study'

/** Opens and locks a study for as long as the work takes. */
export async function withStudy<Result>(
  path: string,
  options: { readonly create?: boolean },
  work: (study: Study) => Promise<Result> | Result,
): Promise<Result> {
  const folder = resolve(path)
  const study = openStudy(folder, options)
  try {
    const release = lockStudy(folder)
    try {
      await study.recordings.prepare()
      return await work(study)
    } finally {
      release()
    }
  } finally {
    study.close()
  }
}
