import { join, resolve } from 'node:path'
import { build } from 'vite'

const root = resolve(import.meta.dirname, '../..')

/** Bundles a program of `test/support` for a process of its own. Returns its path: inside the project, so that it finds the packages. */
export async function buildChild(name: string): Promise<string> {
  const outDir = join(root, '.cache/test', `${name}-child`)
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      outDir,
      ssr: join(root, `test/support/${name}.ts`),
      emptyOutDir: true,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'child.mjs' } },
    },
  })
  return join(outDir, 'child.mjs')
}
