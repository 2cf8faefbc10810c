#!/usr/bin/env node
// npm run fuzz -- [--count N] [--seed N] [--format NAME]: damages recordings of every format and reads them.
import './setup/nodeVersion.mjs'
import { randomInt } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { foreground } from './setup/child.mjs'
import { cache, root } from './setup/paths.mjs'
import { SetupError, runScript } from './setup/say.mjs'
import { setUp } from './setup.mjs'

const help = `npm run fuzz -- [--count N] [--seed N] [--format NAME]
Damages N copies of recordings of every format and reads them; a failure says how to repeat it.
`

function whole(name, text) {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0) throw new SetupError(`--${name} is a whole number, not ${text}.`)
  return String(value)
}

await runScript(async () => {
  const { values } = parseArgs({
    options: {
      count: { type: 'string' },
      seed: { type: 'string' },
      format: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return void process.stdout.write(help)
  await setUp({ needs: ['packages'] })
  const seed = whole('seed', values.seed ?? randomInt(2 ** 31))
  const data = process.env.SPARSECAP_DATA ?? resolve(root, '..', 'shared', 'data')
  const env = {
    ...process.env,
    ...(existsSync(data) ? { SPARSECAP_DATA: data } : {}),
    SPARSECAP_FUZZ_COUNT: whole('count', values.count ?? 2000),
    SPARSECAP_FUZZ_SEED: seed,
    ...(values.format ? { SPARSECAP_FUZZ_FORMAT: values.format } : {}),
  }
  process.stdout.write(`Seed ${seed}.\n`)
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const code = await foreground(process.execPath, [vitest, 'run', '--project', 'fuzz', '--testTimeout=0'], {
    cwd: root,
    env,
  })
  const note = join(cache, 'test', 'fuzz.txt')
  if (code !== 0 && existsSync(note)) process.stdout.write(`Tried last: ${readFileSync(note, 'utf8')}`)
  return code
})
