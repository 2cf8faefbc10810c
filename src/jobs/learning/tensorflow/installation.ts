import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import { syncFolder } from '../../../store/atomicWrite'
import { readHomeJson, writeHomeJson } from '../../../store/home'
import { digestOf } from '../../download/download'
import { packageName, packageVersion, wheelVersion } from './pins'
import { flush, previousOf } from './placing'

/** What is in place, written last: an installation without it is none. */
const stampSchema = v.object({
  /** `wheel`: put together from the package index. `own-installer`: by the package's own installer. */
  source: v.picklist(['wheel', 'own-installer']),
  /** Its library has code for a graphics card. */
  cuda: v.boolean(),
  /** One for a card was asked for; absent in older stamps: the same as `cuda`. */
  forCard: v.optional(v.boolean()),
  files: v.array(v.object({ path: v.string(), bytes: v.number(), modifiedMs: v.number(), sha256: v.string() })),
})
export type Stamp = v.InferOutput<typeof stampSchema>

export interface Installation extends Stamp {
  readonly folder: string
  /** Where the npm package lies; `require` from there. */
  readonly packageFolder: string
}

/** All that belongs to TensorFlow on this machine. */
export const tensorflowFolder = (home: string): string => join(home, 'tensorflow')
export const downloadsFolder = (home: string): string => join(tensorflowFolder(home), 'downloads')
/** Named by its versions: a program that needs others puts its own beside it. */
export const installationFolder = (home: string): string =>
  join(tensorflowFolder(home), `${packageVersion}-${wheelVersion}-${process.platform}-${process.arch}`)
export const packageFolderOf = (folder: string): string => join(folder, 'node_modules', ...packageName.split('/'))
export const libraryFolderOf = (folder: string): string => join(packageFolderOf(folder), 'deps', 'lib')
const stampPath = (folder: string): string => join(folder, 'installation.json')

/** What is in place, or null. Looks at sizes only, so it costs nothing to ask; a missing or cut file counts as nothing. */
export function findInstallation(home: string): Installation | null {
  const folder = installationFolder(home)
  return findIn(folder) ?? findIn(previousOf(folder))
}

function findIn(folder: string): Installation | null {
  const stamp = readHomeJson(stampPath(folder), (value) => {
    const parsed = v.safeParse(stampSchema, value)
    return parsed.success ? parsed.output : null
  })
  if (!stamp) return null
  const isWhole = stamp.files.every(
    ({ path, bytes }) => statSync(join(folder, path), { throwIfNoEntry: false })?.size === bytes,
  )
  return isWhole ? { ...stamp, folder, packageFolder: packageFolderOf(folder) } : null
}

/** Whether every file is as it was put there. Reads those whose date has changed; with `thorough`, all (600 MB). */
export async function isUnaltered(
  installation: Installation,
  thorough: boolean,
  signal: AbortSignal,
): Promise<boolean> {
  for (const { path, modifiedMs, sha256 } of installation.files) {
    const file = join(installation.folder, path)
    if (!thorough && Math.floor(statSync(file).mtimeMs) === modifiedMs) continue
    if ((await digestOf(file, signal)) !== sha256) return false
  }
  return true
}

/** Brings all that lies in a folder to the disk and writes it down; `known` are digests that need not be computed again, by path. */
export async function writeStamp(
  folder: string,
  stamp: Omit<Stamp, 'files'>,
  { known, signal }: { known: ReadonlyMap<string, string>; signal: AbortSignal },
): Promise<void> {
  const files: Stamp['files'] = []
  for (const path of filesUnder(folder)) {
    const file = join(folder, path)
    const { size, mtimeMs } = statSync(file)
    await flush(file, signal)
    const sha256 = known.get(path) ?? (await digestOf(file, signal))
    files.push({ path, bytes: size, modifiedMs: Math.floor(mtimeMs), sha256 })
  }
  for (const inside of new Set(files.map(({ path }) => dirname(path)))) syncFolder(join(folder, inside))
  writeHomeJson(stampPath(folder), { ...stamp, files })
}

function filesUnder(folder: string, inside = ''): string[] {
  return readdirSync(join(folder, inside), { withFileTypes: true }).flatMap((entry) => {
    const path = inside ? `${inside}/${entry.name}` : entry.name
    return entry.isDirectory() ? filesUnder(folder, path) : [path]
  })
}

/** `NVIDIA GeForce RTX 4090`, or null where there is no driver. */
export function nvidiaCard(): string | null {
  const folder = '/proc/driver/nvidia/gpus'
  try {
    const [first] = readdirSync(folder)
    const information = first ? readFileSync(join(folder, first, 'information'), 'utf8') : ''
    return /^Model:\s*(.+)$/m.exec(information)?.[1]?.trim() ?? null
  } catch {
    return null
  }
}
