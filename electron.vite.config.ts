import { paraglideVitePlugin } from '@inlang/paraglide-js'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'
import { resolve } from 'node:path'

const at = (path: string) => resolve(import.meta.dirname, path)

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: true,
      rollupOptions: {
        input: {
          index: at('src/main/index.ts'),
          training: at('src/processes/training/index.ts'),
          streaming: at('src/processes/streaming/index.ts'),
          learner: at('src/processes/learner/index.ts'),
          cli: at('src/cli/index.ts'),
          engineWorker: at('src/jobs/learning/engineWorker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: { exclude: ['valibot'] },
      rollupOptions: {
        input: { index: at('src/preload/index.ts'), webgpu: at('src/preload/webgpu.ts') },
        // A sandboxed preload script must be CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    // No font as a data: address: the page's policy allows its own files only.
    build: {
      outDir: at('out/renderer'),
      assetsInlineLimit: 0,
      rollupOptions: { input: { index: at('src/renderer/index.html'), webgpu: at('src/renderer/webgpu.html') } },
    },
    // A page has to lie under the root; what it runs is a process like the others.
    resolve: { alias: { '/webgpu': at('src/processes/webgpu') } },
    plugins: [
      svelte(),
      paraglideVitePlugin({
        project: at('project.inlang'),
        outdir: at('src/renderer/lib/paraglide'),
        strategy: ['globalVariable', 'baseLocale'],
      }),
    ],
  },
})
