import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import recipe from '../../resources/demo-study.json'
import type { ImportReport, ImportResult } from '../core/domain/import'
import type { JobContext } from '../core/domain/job'
import { toDemoRecipe } from '../drivers/simulator/recipe'
import { writeDemoFiles } from '../drivers/simulator/demoStudy'
import type { Study } from '../store/study'
import { importRecordings } from './importRecordings'

/** Nobody else's name: what begins so may be deleted. */
const prefix = '.sparsecap-demo-'

/** Generates the recordings of the demo and imports them like any other files. What the study has already is left as it is. */
export async function importDemoStudy(study: Study, context: JobContext<ImportReport>): Promise<ImportResult> {
  await removeLeftovers(study.folder)
  // In the study's own folder: that disk has to hold the files anyway.
  const folder = await mkdtemp(join(study.folder, prefix))
  try {
    const paths = await writeDemoFiles(folder, toDemoRecipe(recipe), { ...context, report: () => undefined })
    return await importRecordings(study, { paths, origin: 'simulator' }, context)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Simulating a run takes longer than a cancelled job is waited for, and a killed one cannot take its files away. */
async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder)
  const left = names.filter((name) => name.startsWith(prefix))
  for (const name of left) await rm(join(folder, name), { recursive: true, force: true })
}
