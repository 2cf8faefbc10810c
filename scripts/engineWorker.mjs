// Bundles code for worker threads where no build has done so: Node 20 cannot run TypeScript in a worker.
import { randomUUID } from 'node:crypto'
import { mkdirSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './setup/paths.mjs'

/** Bundles a module with everything it imports into one file, which is replaced at once: another run may be reading it. */
export async function bundleWorker(entry, file) {
  const { rolldown } = await import('rolldown')
  const bundled = await rolldown({ input: entry, platform: 'node' })
  mkdirSync(dirname(file), { recursive: true })
  const fresh = `${file}.${randomUUID()}`
  await bundled.write({ file: fresh, format: 'esm', codeSplitting: false })
  await bundled.close()
  renameSync(fresh, file)
}

/** The engine's worker for tests and benchmarks, which run from sources: `src/jobs/learning/engineWorkerFile.ts` looks here.
 *  It lies with the build, not in the cache, which several copies of the sources may share. */
export const bundleEngineWorker = () =>
  bundleWorker(join(root, 'src', 'jobs', 'learning', 'engineWorker.ts'), join(root, 'out', 'engine', 'engineWorker.js'))

/** vitest calls this before the tests of each project (`globalSetup`), and again when sources have changed under it. */
export default async function setup(project) {
  project?.onTestsRerun(bundleEngineWorker)
  await bundleEngineWorker()
}
