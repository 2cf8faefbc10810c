import { join } from 'node:path'
import { cache, root } from '../setup/paths.mjs'
import { runLimited } from './children.mjs'

const LIMIT_MS = 240_000
const inModules = (...path) => join(root, 'node_modules', ...path)
const tsc = (project, name) => [
  inModules('typescript', 'bin', 'tsc'),
  ...['--noEmit', '-p', project, '--incremental', '--tsBuildInfoFile', join(cache, 'tsc', `${name}.tsbuildinfo`)],
]

/** Checks of the sources, each counted as one test: name → the words after `node`. */
export const CHECKS = {
  types: tsc('tsconfig.json', 'all'),
  'core-types': tsc('src/core/tsconfig.json', 'core'),
  svelte: [inModules('svelte-check', 'bin', 'svelte-check'), '--tsconfig', './tsconfig.json', '--threshold', 'error'],
  lint: [
    inModules('eslint', 'bin', 'eslint.js'),
    ...['.', '--max-warnings', '0', '--cache', '--cache-location', join(cache, 'eslint', '/')],
  ],
  format: [
    inModules('prettier', 'bin', 'prettier.cjs'),
    ...['--check', '--log-level', 'warn', '--cache', '--cache-location', join(cache, 'prettier')],
    ...['--no-error-on-unmatched-pattern', '{src,test,scripts,bench}/**/*.{ts,mjs,css}', '*.{ts,js}'],
  ],
}

/** Runs one check and adds it to the tally. */
export async function runCheck(tally, name) {
  const env = { ...process.env, NO_COLOR: '1' }
  const { code, output, isTimeout } = await runLimited(process.execPath, CHECKS[name], { limitMs: LIMIT_MS, env })
  if (isTimeout) tally.fail(name, `It took more than ${LIMIT_MS / 1000} s and was ended.`)
  else if (code !== 0) tally.fail(name, output)
  else tally.pass()
}
