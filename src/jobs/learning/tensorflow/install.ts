import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError } from '../../../core/domain/error'
import type { Cancellation, Progress } from '../../../core/domain/job'
import { toDiskError } from '../../../store/diskError'
import { lockFile } from '../../../store/lock'
import { findCompiler } from './compile'
import { diskFull, megabytes, unsupported } from './errors'
import { buildFromWheels, fetchWheels, type WheelJob } from './fromWheels'
import * as place from './installation'
import type { Installation } from './installation'
import { isReachable, ownDownloads, runOwnInstaller } from './ownInstaller'
import { copyPackages, installedPackage } from './packageFiles'
import { findPackageIndex, type PackageIndex } from './packageIndex'
import { cpuWheels, gpuWheels, type Wheel } from './pins'
import { stoppable } from './stopping'

export interface InstallRequest {
  readonly home: string
  readonly cancellation: Cancellation
  progress(progress: Progress): void
  /** For a graphics card by NVIDIA; left out: where there is a driver of one. */
  readonly cuda?: boolean
  /** Left out: the package's own installer where its downloads are reachable, else the wheel. */
  readonly source?: Installation['source']
  /** Reads every file of an installation that looks sound; 600 MB. */
  readonly thorough?: boolean
}

/** Where things come from; a test gives its own. */
export interface InstallSources {
  readonly packageFolder: string
  readonly wheels: { readonly cpu: readonly Wheel[]; readonly gpu: readonly Wheel[] }
  findIndex(): Promise<PackageIndex>
}

const realSources = (): InstallSources => ({
  packageFolder: installedPackage(),
  wheels: { cpu: cpuWheels, gpu: gpuWheels },
  findIndex: findPackageIndex,
})

/**
 * Puts TensorFlow for Node in place in the program's home, unless it is there: built aside, renamed at the end. What was
 * loaded stays when it is cut short, and the next run goes on from there. Rejects with `install/…`, `disk/…`,
 * `learner/unsupported` where there is none for this system, `job/cancelled` within a second.
 */
export function installTensorflow(request: InstallRequest, sources?: InstallSources): Promise<Installation> {
  return stoppable(request.cancellation, async (signal) => {
    const present = place.findInstallation(request.home)
    // One without CUDA is replaced when a card has come since.
    const suits = present && (present.cuda ? request.cuda !== false : !wantsCuda(request))
    if (suits && (await place.isUnaltered(present, request.thorough ?? false, signal))) return present
    return build(request, sources ?? realSources(), signal)
  })
}

/** Removes all of TensorFlow, downloads too. */
export function uninstallTensorflow(home: string): void {
  const folder = place.tensorflowFolder(home)
  if (!existsSync(folder)) return
  const release = lock(folder)
  try {
    for (const name of readdirSync(folder)) {
      if (name !== lockName) rmSync(join(folder, name), { recursive: true, force: true })
    }
  } catch (thrown) {
    throw toDiskError(thrown, folder)
  } finally {
    release()
  }
}

async function build(request: InstallRequest, sources: InstallSources, signal: AbortSignal): Promise<Installation> {
  const folder = place.tensorflowFolder(request.home)
  makeFolder(folder)
  const release = lock(folder)
  const building = join(folder, `${unfinished}${process.pid}`)
  try {
    removeUnfinished(folder)
    mkdirSync(building)
    const source = await chooseSource(request, signal)
    const built = await buildFrom[source]({ request, sources, building, signal })
    await place.writeStamp(building, { source, cuda: built.cuda }, { known: built.known, signal })
    replace(building, place.installationFolder(request.home))
    rmSync(place.downloadsFolder(request.home), { recursive: true, force: true })
    return place.findInstallation(request.home)!
  } catch (thrown) {
    throw thrown instanceof Error && 'syscall' in thrown ? toDiskError(thrown, folder) : thrown
  } finally {
    rmSync(building, { recursive: true, force: true })
    release()
  }
}

async function chooseSource({ source }: InstallRequest, signal: AbortSignal): Promise<Installation['source']> {
  if (source) return source
  const own = ownDownloads()
  if (own && (await isReachable(own, signal))) return 'own-installer'
  if (process.platform === 'linux' && process.arch === 'x64' && hasGlibc()) return 'wheel'
  throw unsupportedSystem()
}

const wantsCuda = ({ cuda }: InstallRequest): boolean => cuda ?? place.nvidiaCard() !== null

interface Job {
  readonly request: InstallRequest
  readonly sources: InstallSources
  readonly building: string
  readonly signal: AbortSignal
}
interface Built {
  readonly cuda: boolean
  /** Digests by path that need not be computed again. */
  readonly known: ReadonlyMap<string, string>
}

const buildFrom: Readonly<Record<Installation['source'], (job: Job) => Promise<Built>>> = {
  async wheel({ request, sources, building, signal }) {
    const cuda = wantsCuda(request)
    const wheels = cuda ? sources.wheels.gpu : sources.wheels.cpu
    requireSpace(request.home, wheels, cuda ? 1.7 : 3.1)
    const job: WheelJob = {
      home: request.home,
      index: await sources.findIndex(),
      wheels,
      compiler: findCompiler(),
      packageFolder: sources.packageFolder,
      signal,
      onStep: steps(request),
    }
    return { cuda, known: await buildFromWheels(job, await fetchWheels(job), building) }
  },
  async 'own-installer'({ request, sources, building, signal }) {
    request.progress({ step: 'tensorflow_own_installer', done: 0 })
    await copyPackages(sources.packageFolder, building, signal)
    await runOwnInstaller(place.packageFolderOf(building), { signal })
    return { cuda: process.platform !== 'darwin', known: new Map() }
  },
}

const reportEveryMs = 100

/** Bytes as progress, ten times a second. */
function steps({ progress }: InstallRequest): WheelJob['onStep'] {
  let lastMs = 0
  return (step, done, total) => {
    const now = performance.now()
    if (now - lastMs < reportEveryMs && done < total) return
    lastMs = now
    progress({ step, values: { amount: `${Math.round(done / 1e6)} / ${megabytes(total)}` }, done, total })
  }
}

const lockName = 'install.lock'
const unfinished = '.unfinished-'

const lock = (folder: string): (() => void) =>
  lockFile(
    join(folder, lockName),
    () =>
      new AppError({
        code: 'install/running',
        message: 'TensorFlow is being put in place already',
        hint: 'Wait until the other window or command line is done.',
      }),
  )

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (thrown) {
    throw toDiskError(thrown, folder)
  }
}

/** Of runs that were killed. */
function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(unfinished)) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

function replace(built: string, target: string): void {
  const old = join(dirname(target), `${unfinished}old-${process.pid}`)
  if (existsSync(target)) renameSync(target, old)
  renameSync(built, target)
  rmSync(old, { recursive: true, force: true })
}

/** `unpacked`: how many times its size a wheel unpacks to. */
function requireSpace(home: string, wheels: readonly Wheel[], unpacked: number): void {
  const { bavail, bsize } = statfsSync(place.tensorflowFolder(home))
  const needed = wheels.reduce((sum, { bytes }) => sum + bytes * (1 + unpacked), 0)
  if (bavail * bsize < needed) throw diskFull(home, needed, bavail * bsize)
}

/** The wheel's libraries are built for glibc; Alpine Linux has another C library. */
function hasGlibc(): boolean {
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined
  return report?.header?.glibcVersionRuntime !== undefined
}

function unsupportedSystem(): AppError {
  const { platform, arch } = process
  if (platform === 'win32')
    return unsupported(
      'For Windows the compiled part of @tensorflow/tfjs-node-gpu 4.22.0 was never published (tensorflow/tfjs issue 8688)',
      'Use the backend webgpu for the graphics card, or cpu.',
    )
  if (platform === 'darwin')
    return unsupported(
      'On macOS TensorFlow for Node has no graphics card to use, and its downloads are out of reach',
      'Use the backend webgpu for the graphics card, or cpu.',
    )
  return unsupported(`There is no TensorFlow for Node for ${platform} on ${arch}`, 'Use the backend cpu or webgpu.')
}
