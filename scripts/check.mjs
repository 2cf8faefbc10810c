#!/usr/bin/env node
// npm run check: the quick part of npm test, without a build or a window.
import './setup/nodeVersion.mjs'
import { runScript } from './setup/say.mjs'
import { setUp } from './setup.mjs'
import { CHECKS } from './testing/checks.mjs'
import { runParts } from './testing/parts.mjs'
import { createTally, toReport, toSkipReport } from './testing/tally.mjs'

await runScript(async () => {
  await setUp({ needs: ['packages'] })
  const tally = createTally()
  await runParts(tally, [...Object.keys(CHECKS), 'architecture', 'unit'])
  process.stdout.write(`${toReport(tally.failures())}${toSkipReport(tally.skips())}${tally.line()}\n`)
  return tally.isGood() ? 0 : 1
})
