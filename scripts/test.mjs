#!/usr/bin/env node
// npm test [-- PART…] [-- vitest's own arguments]: everything, or only the named parts; the last line counts.
import './setup/nodeVersion.mjs'
import { ALL_STEPS, setUp } from './setup.mjs'
import { SetupError, runScript } from './setup/say.mjs'
import { PARTS, attempt, runParts } from './testing/parts.mjs'
import { createTally, toReport, toSkipReport } from './testing/tally.mjs'

/** Set-up as far as it goes. @returns whether anything can run at all */
async function provide(tally) {
  for (const name of ALL_STEPS) {
    const isDone = await attempt(tally, `set-up › ${name}`, () =>
      setUp({ needs: [name], xvfb: true, retryNatives: true }),
    )
    if (!isDone && name === 'packages') return false
  }
  return true
}

function parse(argv) {
  const firstOption = argv.findIndex((word) => word.startsWith('-'))
  const parts = firstOption < 0 ? argv : argv.slice(0, firstOption)
  const unknown = parts.find((part) => !PARTS.includes(part))
  if (unknown) throw new SetupError(`There is no part ${unknown}.`, `The parts are ${PARTS.join(', ')}.`)
  return { parts: parts.length > 0 ? parts : PARTS, args: firstOption < 0 ? [] : argv.slice(firstOption) }
}

await runScript(async () => {
  if (process.argv.includes('--help')) {
    process.stdout.write(`npm test -- [PART…] [arguments of vitest]\nThe parts are ${PARTS.join(', ')}.\n`)
    return 0
  }
  const { parts, args } = parse(process.argv.slice(2))
  const tally = createTally()
  if (await provide(tally)) await runParts(tally, parts, args)
  process.stdout.write(`${toReport(tally.failures())}${toSkipReport(tally.skips())}\n${tally.line()}\n`)
  return tally.isGood() ? 0 : 1
})
