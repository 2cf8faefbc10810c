import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { compileFailed, noCompiler } from './errors'
import { napiVersion } from './pins'
import { run } from './run'

/** A C++ compiler of this system. Throws `install/no-compiler` with the command that installs one. */
export function findCompiler(env: NodeJS.ProcessEnv = process.env): string {
  const found = [env['CXX'], 'g++', 'c++', 'clang++'].find((name) => name && isProgram(name, env))
  if (found) return found
  throw noCompiler(installCommand(env))
}

const isProgram = (name: string, env: NodeJS.ProcessEnv): boolean =>
  name.includes('/')
    ? existsSync(name)
    : (env['PATH'] ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, name)))

/** What installs a compiler here, by the package manager that there is. */
function installCommand(env: NodeJS.ProcessEnv): string {
  const managers = [
    ['apt-get', 'sudo apt-get install -y g++'],
    ['dnf', 'sudo dnf install gcc-c++'],
    ['zypper', 'sudo zypper install gcc-c++'],
    ['pacman', 'sudo pacman -S gcc'],
    ['apk', 'sudo apk add g++'],
  ] as const
  const known = managers.find(([program]) => isProgram(program, env))
  return known ? known[1] : 'Install g++ with your system’s package manager.'
}

/** Compiles the package's own sources against the library in `deps`: what `node-gyp` would do, without its download of
 *  Node's headers (Node's native interface has the same ones everywhere). */
export async function compileBinding(packageFolder: string, compiler: string, signal: AbortSignal): Promise<void> {
  const { include_dir: headers } = createRequire(import.meta.url)('node-api-headers') as { include_dir: string }
  const [deps, folder] = [join(packageFolder, 'deps'), join(packageFolder, 'lib', `napi-v${napiVersion}`)]
  mkdirSync(folder, { recursive: true })
  const flags = ['-O2', '-std=c++17', '-fPIC', '-fvisibility=hidden', `-DNAPI_VERSION=${napiVersion}`]
  const places = ['-DBUILDING_NODE_EXTENSION', `-I${headers}`, `-I${join(deps, 'include')}`]
  const objects = ['tfjs_backend', 'tfjs_binding'].map((name) => join(folder, `${name}.o`))
  await Promise.all(
    objects.map((object) => {
      const source = join(packageFolder, 'binding', object.split('/').at(-1)!.replace(/\.o$/, '.cc'))
      return compilerRun(compiler, [...flags, ...places, '-c', source, '-o', object], signal)
    }),
  )
  const libraries = [`-L${join(deps, 'lib')}`, '-l:libtensorflow_cc.so.2', '-l:libtensorflow_framework.so.2']
  const output = ['-o', join(folder, 'tfjs_binding.node'), '-Wl,-rpath,$ORIGIN/../../deps/lib', '-s']
  await compilerRun(compiler, ['-shared', ...objects, ...libraries, ...output], signal)
  for (const object of objects) rmSync(object)
}

async function compilerRun(compiler: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  const { code, output } = await run(compiler, args, { signal })
  if (code !== 0) throw compileFailed(output)
}
