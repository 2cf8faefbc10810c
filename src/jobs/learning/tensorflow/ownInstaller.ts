import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { failed } from './errors'
import { packageVersion } from './pins'
import { ask, type Route } from '../../download/request'
import { run } from './run'

/** What the package's own installer loads: the library and the compiled link to Node. */
export interface OwnDownloads {
  readonly library: string
  readonly binding: string
}

const storage = 'https://storage.googleapis.com/'
/** Of the library that the package asks for. */
export const ownLibraryVersion = '2.9.1'
type Kind = 'cpu' | 'gpu'
const libraries: Readonly<Record<string, (kind: Kind) => string>> = {
  'linux-x64': (kind) => `tensorflow/libtensorflow/libtensorflow-${kind}-linux-x86_64-${ownLibraryVersion}.tar.gz`,
  'win32-x64': (kind) => `tensorflow/libtensorflow/libtensorflow-${kind}-windows-x86_64-${ownLibraryVersion}.zip`,
  'darwin-x64': () => `tensorflow/libtensorflow/libtensorflow-cpu-darwin-x86_64-${ownLibraryVersion}.tar.gz`,
  'darwin-arm64': () => 'tf-builds/libtensorflow_r2_7_darwin_arm64_cpu.tar.gz',
}

/** The addresses that the installer would use here, or null where it knows none. It takes the same
 *  variables for a mirror. */
export function ownDownloads(forCard: boolean, env: NodeJS.ProcessEnv = process.env): OwnDownloads | null {
  const library = libraries[`${process.platform}-${process.arch}`]?.(kindOf(forCard))
  if (!library) return null
  const libraryHost = env['TFJS_NODE_CDN_STORAGE'] ?? env['CDN_STORAGE'] ?? storage
  const bindingHost = env['npm_config_tfjs_binding_binary_host_mirror'] ?? `${storage}tf-builds/pre-built-binary`
  const napi = Math.min(8, Number(process.versions['napi'] ?? 8))
  return {
    library: `${libraryHost}${library}`,
    binding: `${bindingHost.replace(/\/$/, '')}/napi-v${napi}/${packageVersion}/${bindingName()}`,
  }
}

/** Its words for a library with CUDA and one without. */
const kindOf = (forCard: boolean): Kind => (forCard ? 'gpu' : 'cpu')

const bindingName = (): string => {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  return `GPU-${system}-${packageVersion}.${process.platform === 'win32' ? 'zip' : 'tar.gz'}`
}

const probe: Route = { connectMs: 3_000, idleMs: 3_000 }

/** Whether both are there to be loaded; an answer comes within three seconds. */
export async function isReachable({ library, binding }: OwnDownloads, signal: AbortSignal): Promise<boolean> {
  const answers = await Promise.all(
    [library, binding].map(async (url) => {
      try {
        const response = await ask(url, probe, { method: 'HEAD', signal })
        response.destroy()
        return response.statusCode === 200
      } catch {
        signal.throwIfAborted()
        return false
      }
    }),
  )
  return answers.every(Boolean)
}

export interface OwnRun {
  readonly forCard: boolean
  readonly signal: AbortSignal
  onOutput?(text: string): void
}

/** Runs the installer as npm would. Rejects with `install/failed` and its last words. */
export async function runOwnInstaller(packageFolder: string, { forCard, signal, onOutput }: OwnRun): Promise<void> {
  const env = {
    ...process.env,
    ELECTRON_RUN_AS_NODE: '1',
    PATH: [shims(packageFolder), process.env['PATH']].join(delimiter),
  }
  const script = join(packageFolder, 'scripts', 'install.js')
  const { code, output } = await run(process.execPath, [script, kindOf(forCard), 'download'], {
    signal,
    cwd: packageFolder,
    env,
    onOutput,
  })
  if (code === 0 && bindingOf(packageFolder)) return
  throw failed(
    'The installer of @tensorflow/tfjs-node-gpu did not do its work',
    'See its last lines; try again, or use another backend.',
    output,
  )
}

/** The installer calls `node-pre-gyp` by name, as npm lets it; this gives it the one of the package. */
function shims(packageFolder: string): string {
  const folder = join(packageFolder, 'shims')
  mkdirSync(folder, { recursive: true })
  const require = createRequire(join(packageFolder, 'package.json'))
  const program = require.resolve('@mapbox/node-pre-gyp/bin/node-pre-gyp')
  const [posix, windows] = [join(folder, 'node-pre-gyp'), join(folder, 'node-pre-gyp.cmd')]
  writeFileSync(posix, `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`, { mode: 0o755 })
  writeFileSync(windows, `@"${process.execPath}" "${program}" %*\r\n`)
  return folder
}

/** The compiled link to Node, where it is looked for. */
export function bindingOf(packageFolder: string): string | null {
  const places = [8, 7, 6, 5, 4, 3].map((napi) => join(packageFolder, 'lib', `napi-v${napi}`, 'tfjs_binding.node'))
  return places.find((place) => existsSync(place)) ?? null
}
