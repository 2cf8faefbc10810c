import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import recipe from '../../resources/demo-study.json'
import type { ImportReport, ImportResult } from '../core/domain/import'
import type { JobContext } from '../core/domain/job'
import { toDemoRecipe } from '../drivers/simulator/recipe'
import { writeDemoFiles } from '../drivers/simulator/demoStudy'
import type { Study } from '../store/study'
import { importRecordings } from './importRecordings'

/** Generates the recordings of the demo and imports them like any other files. What the study has already is left as it is. */
export async function importDemoStudy(study: Study, context: JobContext<ImportReport>): Promise<ImportResult> {
  // In the study's own folder: that disk has to hold the files anyway.
  const folder = await mkdtemp(join(study.folder, 'demo-'))
  try {
    const paths = await writeDemoFiles(folder, toDemoRecipe(recipe), { ...context, report: () => undefined })
    return await importRecordings(study, { paths, origin: 'simulator' }, context)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
