import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../core/domain/error'
import type { JobContext } from '../../core/domain/job'
import { createRandom } from '../../core/domain/random'
import { writeEdf } from '../../core/formats/edf/writeEdf'
import { eegmmidbSites } from '../../core/montage/regions'
import { simulateRun } from '../../core/simulation/simulatedRun'
import { createSimulatedSubject } from '../../core/simulation/subject'
import type { DemoRecipe } from './recipe'

interface DemoRun {
  readonly fileName: string
  readonly subject: number
  readonly seed: number
  readonly startedAt: string
}

const twoDigits = (value: number): string => String(value).padStart(2, '0')

/** Runs of a recipe with the names of their files: `SIM1R01.edf` … */
export function demoRuns(recipe: DemoRecipe): DemoRun[] {
  const start = new Date(`${recipe.startedAt}Z`).getTime()
  return recipe.subjects.flatMap(({ subject, runs }) =>
    Array.from({ length: runs }, (_, i) => {
      const fileName = `SIM${subject}R${twoDigits(i + 1)}.edf`
      const minutes = 10 * i + 1440 * (subject - 1)
      return {
        ...{ fileName, subject },
        seed: createRandom(recipe.seed)
          .fork(fileName)
          .integer(2 ** 31),
        startedAt: new Date(start + 60_000 * minutes).toISOString().slice(0, 19),
      }
    }),
  )
}

/** Bytes of one run as EDF+; equal for equal recipes. */
export function demoFile(recipe: DemoRecipe, run: DemoRun): Uint8Array {
  const signals = simulateRun({
    subject: createSimulatedSubject(run.subject, recipe.strength),
    ...{ seed: run.seed, trials: recipe.trialsPerRun, electrodes: eegmmidbSites },
    ...{ sampleRate: recipe.sampleRate, driftMicrovolts: recipe.driftMicrovolts },
  })
  return writeEdf({ ...signals, startedAt: run.startedAt })
}

/** Whole or not at all: a temporary file, flushed, then renamed. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    const file = await open(temporary, 'w')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (thrown) {
    await rm(temporary, { force: true })
    throw thrown
  }
}

/**
 * Writes the recordings of the demo study into a folder, which is made when missing; files of the same name are replaced.
 * Returns their paths. Throws AppError `job/cancelled`, and errors of the file system as they come.
 */
export async function writeDemoFiles(folder: string, recipe: DemoRecipe, context: JobContext): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const runs = demoRuns(recipe)
  const paths: string[] = []
  for (const [done, run] of runs.entries()) {
    if (context.cancellation.requested) {
      throw new AppError({ code: 'job/cancelled', message: `Cancelled after ${done} of ${runs.length} recordings` })
    }
    context.progress({ step: 'demo_writing', values: { file: run.fileName }, done, total: runs.length })
    const path = join(folder, run.fileName)
    await writeWhole(path, demoFile(recipe, run))
    paths.push(path)
  }
  context.progress({ step: 'demo_writing', values: { file: '' }, done: runs.length, total: runs.length })
  return paths
}
