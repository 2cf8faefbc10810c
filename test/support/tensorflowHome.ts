import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { installTensorflow } from '../../src/jobs/learning/tensorflow/install'

/** Kept between runs: the first puts 600 MB there in ten seconds, the next find them. Can be deleted at any time. */
const kept = resolve(import.meta.dirname, '../../.cache/home')

/** The real TensorFlow, in a home that holds nothing else, put in place when it is not yet. */
export async function homeWithTensorflow(): Promise<{ home: string; remove(): void }> {
  await installTensorflow({
    home: kept,
    cancellation: { requested: false },
    progress: () => undefined,
    cuda: false,
    source: 'wheel',
  })
  const home = mkdtempSync(join(tmpdir(), 'sparsecap-home-'))
  mkdirSync(home, { recursive: true })
  symlinkSync(join(kept, 'tensorflow'), join(home, 'tensorflow'))
  return { home, remove: () => rmSync(home, { recursive: true, force: true }) }
}

/** Systems for which the package index has TensorFlow; elsewhere it is refused, which the unit tests look at. */
export const hasTensorflow = process.platform === 'linux' && process.arch === 'x64'
