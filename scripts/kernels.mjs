#!/usr/bin/env node
// Compiles the engine's kernels (AssemblyScript) into src/core/engine/kernels.generated.ts, which holds the WebAssembly
// module as text, so that it reaches every process, worker and test as a plain import.
import './setup/nodeVersion.mjs'
import { existsSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { digest, withLock } from './setup/files.mjs'
import { isMain } from './setup/isMain.mjs'
import { root } from './setup/paths.mjs'
import { SetupError, runScript, step } from './setup/say.mjs'
import { setUp } from './setup.mjs'

const folder = join(root, 'src', 'core', 'engine', 'assembly')
const target = join(root, 'src', 'core', 'engine', 'kernels.generated.ts')
/** Baseline SIMD: relaxed SIMD would round differently from machine to machine. 65536 pages are 4 GiB. */
const OPTIONS = [
  ...['--runtime', 'stub', '-O3', '--noAssert', '--importMemory', '--sharedMemory', '--initialMemory', '1'],
  ...['--maximumMemory', '65536', '--enable', 'simd', '--enable', 'threads'],
  // A vector that one kernel file exports to another never leaves the module.
  ...['--disableWarning', '112'],
]

function fingerprint(sources) {
  const { version } = createRequire(import.meta.url)('assemblyscript/package.json')
  return digest([version, ...OPTIONS, ...Object.entries(sources).flat()].join('\n'))
}

async function compile(sources) {
  const asc = await import('assemblyscript/asc')
  let module
  const { error, stderr } = await asc.main(['index.ts', '--outFile', 'kernels.wasm', ...OPTIONS], {
    readFile: (name) => sources[name] ?? null,
    writeFile: (_name, contents) => void (module = contents),
    listFiles: () => [],
  })
  if (error) throw new SetupError(`The kernels could not be compiled.\n${stderr.toString()}`, error.message)
  return Buffer.from(module)
}

/** Compiles the kernels when their sources have changed. */
export async function compileKernels() {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'))
  const sources = Object.fromEntries(files.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
  const head = `// Made by scripts/kernels.mjs from ${fingerprint(sources)}\n`
  const isReady = () => existsSync(target) && readFileSync(target, 'utf8').startsWith(head)
  if (isReady()) return
  await withLock('kernels', async () => {
    if (isReady()) return
    await step('Kernels', async () => {
      const module = await compile(sources)
      const temporary = `${target}.${process.pid}.new`
      writeFileSync(temporary, `${head}export const kernelModule =\n  '${module.toString('base64')}'\n`)
      renameSync(temporary, target)
    })
  })
}

/** For vitest: `npx vitest` alone works in a fresh clone. */
export default compileKernels

if (isMain(import.meta.url)) {
  await runScript(async () => {
    await setUp({ needs: ['packages'] })
    await compileKernels()
  })
}
