import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { GoldenCase } from '../../core/model/selfTest'
import { programFiles } from '../programFiles'

/** One small golden case of each kind: without a selection, with one, and in evaluation. */
const names = ['all-1-225', 'select-6to3-300', 'select-hard-6to3-300']

/** What every backend is held against on the person's machine. */
export const readSelfTestCases = (): Promise<GoldenCase[]> =>
  Promise.all(
    names.map(async (name) => {
      const path = join(programFiles().resources, 'self-test', `${name}.json`)
      return JSON.parse(await readFile(path, 'utf8')) as GoldenCase
    }),
  )
