import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../../core/domain/error'
import type { Cancellation, Progress } from '../../../core/domain/job'
import { toDiskError } from '../../../store/diskError'
import { lockFile, parseLock } from '../../../store/lock'
import { findCompiler } from './compile'
import { isCudaBuild } from './cudaBuild'
import { megabytes } from './errors'
import { buildFromWheels, fetchWheels, type WheelJob } from './fromWheels'
import * as place from './installation'
import type { Installation } from './installation'
import { isReachable, ownDownloads, runOwnInstaller } from './ownInstaller'
import { copyPackages, installedPackage } from './packageFiles'
import { findPackageIndex, type PackageIndex } from './packageIndex'
import { cpuWheels, gpuWheels, type Wheel } from './pins'
import { putInPlace, tidy, unfinished } from './placing'
import { hasGlibc, requireSpace, unsupportedSystem } from './requirements'
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
    if (present && suits(present, request) && (await place.isUnaltered(present, request.thorough ?? false, signal)))
      return present
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

/** One without CUDA is replaced when a card has come since; one for a card only where somebody asks for one without. */
function suits({ cuda, forCard = cuda }: Installation, request: InstallRequest): boolean {
  return request.cuda === undefined && cuda ? true : forCard === wantsCuda(request)
}

async function build(request: InstallRequest, sources: InstallSources, signal: AbortSignal): Promise<Installation> {
  const folder = place.tensorflowFolder(request.home)
  makeFolder(folder)
  const release = lock(folder)
  const building = join(folder, `${unfinished}${process.pid}`)
  try {
    tidy(place.installationFolder(request.home))
    mkdirSync(building)
    const forCard = wantsCuda(request)
    const source = await chooseSource(request, forCard, signal)
    const known = await buildFrom[source]({ request, sources, building, forCard, signal })
    const cuda = isCudaBuild(place.libraryFolderOf(building))
    await place.writeStamp(building, { source, forCard, cuda }, { known, signal })
    putInPlace(building, place.installationFolder(request.home))
    rmSync(place.downloadsFolder(request.home), { recursive: true, force: true })
    return place.findInstallation(request.home)!
  } catch (thrown) {
    throw thrown instanceof Error && 'syscall' in thrown ? toDiskError(thrown, folder) : thrown
  } finally {
    rmSync(building, { recursive: true, force: true })
    release()
  }
}

async function chooseSource(
  { source }: InstallRequest,
  forCard: boolean,
  signal: AbortSignal,
): Promise<Installation['source']> {
  if (source) return source
  const own = ownDownloads(forCard)
  if (own && (await isReachable(own, signal))) return 'own-installer'
  if (process.platform === 'linux' && process.arch === 'x64' && hasGlibc()) return 'wheel'
  throw unsupportedSystem()
}

const wantsCuda = ({ cuda }: InstallRequest): boolean => cuda ?? place.nvidiaCard() !== null

interface Job {
  readonly request: InstallRequest
  readonly sources: InstallSources
  readonly building: string
  /** Whether the library should use a card. */
  readonly forCard: boolean
  readonly signal: AbortSignal
}

/** Digests by path that need not be computed again. */
type Digests = ReadonlyMap<string, string>

const buildFrom: Readonly<Record<Installation['source'], (job: Job) => Promise<Digests>>> = {
  async wheel({ request, sources, building, forCard, signal }) {
    const wheels = forCard ? sources.wheels.gpu : sources.wheels.cpu
    requireSpace(request.home, wheels, forCard ? 1.7 : 3.1)
    const job: WheelJob = {
      home: request.home,
      index: await sources.findIndex(),
      wheels,
      compiler: findCompiler(),
      packageFolder: sources.packageFolder,
      signal,
      onStep: steps(request),
    }
    return buildFromWheels(job, await fetchWheels(job), building)
  },
  async 'own-installer'({ request, sources, building, forCard, signal }) {
    request.progress({ step: 'tensorflow_own_installer', done: 0 })
    await copyPackages(sources.packageFolder, building, signal)
    await runOwnInstaller(place.packageFolderOf(building), { forCard, signal })
    return new Map()
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

const lock = (folder: string): (() => void) =>
  lockFile(join(folder, lockName), (_, held) => {
    const holder = parseLock(held)
    const by = holder ? ` by process ${holder.pid} on ${holder.host}` : ''
    return new AppError({
      code: 'install/running',
      message: `TensorFlow is being put in place already${by}`,
      hint: 'Wait until that window or command line is done, or end it.',
      values: holder ? { pid: holder.pid, host: holder.host } : {},
    })
  })

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (thrown) {
    throw toDiskError(thrown, folder)
  }
}
