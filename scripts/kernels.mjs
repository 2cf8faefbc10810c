#!/usr/bin/env node
// Compiles kernels (AssemblyScript, in `assembly/` of engine, formats and signal) into kernels.generated.ts beside, which holds the
// WebAssembly module as text, so that it reaches every process, worker and test as a plain import.
import './setup/nodeVersion.mjs'
import { existsSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { digest, withLock } from './setup/files.mjs'
import { isMain } from './setup/isMain.mjs'
import { root } from './setup/paths.mjs'
import { SetupError, runScript, step } from './setup/say.mjs'
import { setUp } from './setup.mjs'

/** Baseline SIMD: relaxed SIMD would round differently from machine to machine. */
const common = ['--runtime', 'stub', '-O3', '--noAssert', '--importMemory', '--initialMemory', '1', '--enable', 'simd']
const modules = [
  {
    folder: join(root, 'src', 'core', 'engine'),
    options: [
      // 65536 pages are 4 GiB.
      ...[...common, '--sharedMemory', '--maximumMemory', '65536', '--enable', 'threads'],
      // A vector that one kernel file exports to another never leaves the module.
      ...['--disableWarning', '112'],
    ],
  },
  { folder: join(root, 'src', 'core', 'formats'), options: common },
  { folder: join(root, 'src', 'core', 'signal'), options: common },
]

function fingerprint(sources, options) {
  const { version } = createRequire(import.meta.url)('assemblyscript/package.json')
  return digest([version, ...options, ...Object.entries(sources).flat()].join('\n'))
}

async function compile(sources, options) {
  const asc = await import('assemblyscript/asc')
  let module
  const { error, stderr } = await asc.main(['index.ts', '--outFile', 'kernels.wasm', ...options], {
    readFile: (name) => sources[name] ?? null,
    writeFile: (_name, contents) => void (module = contents),
    listFiles: () => [],
  })
  if (error) throw new SetupError(`The kernels could not be compiled.\n${stderr.toString()}`, error.message)
  return Buffer.from(module)
}

/** Compiles the kernels whose sources have changed. */
export async function compileKernels() {
  for (const one of modules) await compileModule(one)
}

async function compileModule({ folder, options }) {
  const assembly = join(folder, 'assembly')
  const target = join(folder, 'kernels.generated.ts')
  const files = readdirSync(assembly).filter((name) => name.endsWith('.ts'))
  const sources = Object.fromEntries(files.sort().map((name) => [name, readFileSync(join(assembly, name), 'utf8')]))
  const head = `// Made by scripts/kernels.mjs from ${fingerprint(sources, options)}\n`
  const isReady = () => existsSync(target) && readFileSync(target, 'utf8').startsWith(head)
  if (isReady()) return
  await withLock('kernels', async () => {
    if (isReady()) return
    await step('Kernels', async () => {
      const module = await compile(sources, options)
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
