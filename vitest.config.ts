import { svelte } from '@sveltejs/vite-plugin-svelte'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** What the program keeps on this machine: never the person's own. Each run begins with nothing. */
if (!process.env['SPARSECAP_HOME']) {
  const home = mkdtempSync(join(tmpdir(), 'sparsecap-home-'))
  process.env['SPARSECAP_HOME'] = home
  process.on('exit', () => rmSync(home, { recursive: true, force: true }))
}

/** Seven parts, each runnable alone: `npm test -- parity`. Unit tests sit beside their file. */
const project = (name: string, include: string[], testTimeout: number, hookTimeout = testTimeout) => ({
  // The learning engine's kernels are compiled when they have changed and its worker is bundled, so `npx vitest` alone
  // works in a fresh clone.
  test: {
    name,
    include,
    testTimeout,
    hookTimeout,
    environment: 'node' as const,
    globalSetup: ['./scripts/kernels.mjs', './scripts/engineWorker.mjs'],
  },
})

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      // Rune modules (x.svelte.ts) are compiled as in the window.
      { ...project('unit', ['src/**/*.test.ts'], 30_000), plugins: [svelte()] },
      project('architecture', ['test/architecture.test.ts'], 30_000),
      project('integration', ['test/integration/**/*.test.ts', 'test/setup.test.ts'], 300_000),
      project('parity', ['test/parity/**/*.test.ts', 'test/golden/**/*.test.ts'], 180_000),
      project('interop', ['test/interop/**/*.test.ts'], 120_000),
      project('fuzz', ['test/fuzz/**/*.test.ts'], 300_000),
      project('e2e', ['test/e2e/**/*.test.ts'], 600_000),
    ],
  },
})
