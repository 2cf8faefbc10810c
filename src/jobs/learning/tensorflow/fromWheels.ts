import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { compileBinding } from './compile'
import { digestOf, download } from '../../download/download'
import { readZip, unpack } from '../../download/zipFile'
import { altered, installFailures } from './errors'
import { downloadsFolder, packageFolderOf } from './installation'
import { locateWheel, type PackageIndex } from './packageIndex'
import { copyPackages } from './packageFiles'
import { placeInPackage, type Wheel } from './pins'

export interface WheelJob {
  readonly home: string
  readonly index: PackageIndex
  readonly wheels: readonly Wheel[]
  readonly compiler: string
  /** The npm package as it is installed. */
  readonly packageFolder: string
  readonly signal: AbortSignal
  /** Bytes of a step that are done. */
  onStep(step: 'tensorflow_loading' | 'tensorflow_unpacking', done: number, total: number): void
}

/** Fetches the wheels that are not there yet; proven files. In an index's folder they are used where they lie. */
export async function fetchWheels(job: WheelJob): Promise<string[]> {
  const { wheels, index, signal } = job
  const total = wheels.reduce((sum, { bytes }) => sum + bytes, 0)
  const files: string[] = []
  let before = 0
  for (const wheel of wheels) {
    const file = join(downloadsFolder(job.home), wheel.file)
    if (!existsSync(file)) {
      const place = await locateWheel(index, wheel, signal)
      if (place.includes('://')) {
        const onBytes = (done: number): void => job.onStep('tensorflow_loading', before + done, total)
        await download(
          { ...wheel, url: place, file },
          { route: index.route, signal, onBytes, failures: installFailures },
        )
        files.push(file)
      } else files.push(await proven(place, wheel, signal))
    } else files.push(await proven(file, wheel, signal))
    before += wheel.bytes
  }
  return files
}

async function proven(file: string, wheel: Wheel, signal: AbortSignal): Promise<string> {
  const got = await digestOf(file, signal)
  if (got === wheel.sha256) return file
  throw altered(basename(file), wheel.sha256, got)
}

/** Builds the whole installation in `folder`: packages, libraries, compiled link. Returns digests by path. */
export async function buildFromWheels(
  job: WheelJob,
  files: readonly string[],
  folder: string,
): Promise<Map<string, string>> {
  const { signal } = job
  await copyPackages(job.packageFolder, folder, signal)
  const target = packageFolderOf(folder)
  const known = await unpackWheels(job, files, target)
  await compileBinding(target, job.compiler, signal)
  return new Map([...known].map(([path, digest]) => [`${target.slice(folder.length + 1)}/${path}`, digest]))
}

async function unpackWheels(job: WheelJob, files: readonly string[], folder: string): Promise<Map<string, string>> {
  const wanted = []
  for (const wheel of files) {
    for (const entry of await readZip(wheel)) {
      const path = placeInPackage(entry.name)
      if (path) wanted.push({ wheel, entry, path })
    }
  }
  const total = wanted.reduce((sum, { entry }) => sum + entry.bytes, 0)
  const known = new Map<string, string>()
  let done = 0
  const onBytes = (count: number): void => job.onStep('tensorflow_unpacking', (done += count), total)
  for (const { wheel, entry, path } of wanted) {
    const unpacked = await unpack(entry, path, { zip: wheel, folder, signal: job.signal, onBytes })
    known.set(path, unpacked.sha256)
  }
  return known
}
