#!/usr/bin/env node
// npm run bench -- NAME [--json FILE]: bundles bench/NAME.ts (Node 20 cannot run TypeScript) and runs it.
import './setup/nodeVersion.mjs'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { bundleEngineWorker } from './engineWorker.mjs'
import { compileKernels } from './kernels.mjs'
import { callersFolder, foreground } from './setup/child.mjs'
import { cache, root } from './setup/paths.mjs'
import { SetupError, runScript } from './setup/say.mjs'
import { appEnvironment, setUp } from './setup.mjs'

const folder = join(root, 'bench')

function names() {
  const files = existsSync(folder) ? readdirSync(folder) : []
  return files.filter((file) => /^[^.]+\.ts$/.test(file)).map((file) => file.slice(0, -3))
}

async function bundle(name) {
  const { rolldown } = await import('rolldown')
  const isPackage = (id) => !id.startsWith('.') && !id.startsWith('/') && !id.startsWith('\0') && !/^[A-Z]:/i.test(id)
  const bundled = await rolldown({ input: join(folder, `${name}.ts`), platform: 'node', external: isPackage })
  const dir = join(cache, 'bench')
  mkdirSync(dir, { recursive: true })
  await bundled.write({ dir, format: 'esm', entryFileNames: `${name}.mjs`, sourcemap: true })
  await bundled.close()
  return join(dir, `${name}.mjs`)
}

await runScript(async () => {
  const [name, ...args] = process.argv.slice(2)
  const list = `The benchmarks are: ${names().join(', ') || 'none yet'}.`
  if (!name || name === '--help')
    return void process.stdout.write(`${list}\nRun one: npm run bench -- NAME [--json FILE]\n`)
  if (!names().includes(name)) throw new SetupError(`There is no benchmark ${name}.`, list)
  await setUp({ needs: ['packages', 'natives'] })
  await compileKernels()
  await bundleEngineWorker()
  const options = { cwd: callersFolder(), env: appEnvironment({ NODE_ENV: 'production' }) }
  return foreground(process.execPath, ['--enable-source-maps', await bundle(name), ...args], options)
})
