// Bundles code for worker threads where no build has done so: Node 20 cannot run TypeScript in a worker.
import { mkdirSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cache, root } from './setup/paths.mjs'

/** Bundles a module with everything it imports into one file, which is replaced at once: another run may be reading it. */
export async function bundleWorker(entry, file) {
  const { rolldown } = await import('rolldown')
  const bundled = await rolldown({ input: entry, platform: 'node' })
  mkdirSync(dirname(file), { recursive: true })
  const fresh = `${file}.${process.pid}`
  await bundled.write({ file: fresh, format: 'esm', codeSplitting: false })
  await bundled.close()
  renameSync(fresh, file)
}

let bundled = null

/** The engine's worker for tests and benchmarks, which run from sources: `src/jobs/learning/engineWorkerFile.ts` looks here. */
export function bundleEngineWorker() {
  bundled ??= bundleWorker(
    join(root, 'src', 'jobs', 'learning', 'engineWorker.ts'),
    join(cache, 'engine', 'engineWorker.js'),
  )
  return bundled
}

/** vitest calls this once before the tests of a project (`globalSetup`). */
export default bundleEngineWorker
