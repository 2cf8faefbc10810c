import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { build } from '../build.mjs'
import { compileKernels } from '../kernels.mjs'
import { compileMessages } from '../messages.mjs'
import { provideBidsValidator } from '../setup/bidsValidator.mjs'
import { withLock } from '../setup/files.mjs'
import { root } from '../setup/paths.mjs'
import { providePython } from '../setup/python.mjs'
import { SetupError, step } from '../setup/say.mjs'
import { appEnvironment, electronRuntime } from '../setup.mjs'
import { CHECKS, runCheck } from './checks.mjs'
import { runVitest } from './vitest.mjs'
import { withDisplay } from './xvfb.mjs'

/** The parts that vitest runs and how long each may take at most. */
const LIMITS_S = { unit: 480, architecture: 90, integration: 900, parity: 480, interop: 240, fuzz: 480, e2e: 1200 }
/** These start the program as it is built. */
const USES_BUILD = ['integration', 'e2e']

export const PARTS = [...Object.keys(CHECKS), 'build', ...Object.keys(LIMITS_S)]

/** Recordings that lie beside the project, where there are any. */
function dataFolder() {
  const folder = process.env.SPARSECAP_DATA ?? resolve(root, '..', 'shared', 'data')
  return existsSync(folder) ? { SPARSECAP_DATA: folder } : {}
}

function testEnvironment(more = {}) {
  const electron = electronRuntime()?.path
  return appEnvironment({
    NO_COLOR: '1',
    ...dataFolder(),
    ...(electron ? { SPARSECAP_ELECTRON: electron } : {}),
    ...more,
  })
}

async function runPart(tally, part, args) {
  if (part in CHECKS) return runCheck(tally, part)
  if (part === 'build') return build().then(() => tally.pass())
  // Readers of others are fetched where they are compared with; without them the comparison is skipped, and says so.
  if (part === 'interop') await withLock('setup', () => providePython({ list: 'formats' }))
  if (part === 'integration') await withLock('setup', provideBidsValidator)
  const limitMs = LIMITS_S[part] * 1000
  if (part !== 'e2e') return runVitest(tally, { part, limitMs, env: testEnvironment(), args })
  return withDisplay((display) =>
    runVitest(tally, { part, limitMs, env: testEnvironment(display ? { DISPLAY: display } : {}), args }),
  )
}

function difference(after, before) {
  const failed = after.failed - before.failed
  return `${after.passed - before.passed} passed${failed > 0 ? `, ${failed} failed` : ''}`
}

function addFailure(tally, name, error) {
  const text = error instanceof SetupError ? `${error.message}\n${error.hint ?? ''}` : (error.stack ?? String(error))
  tally.fail(name, text.trimEnd())
}

/** Runs parts one after the other; a failure of one does not keep the next from running. */
export async function runParts(tally, parts, args = []) {
  if (parts.some((part) => part in CHECKS)) {
    await attempt(tally, 'messages', compileMessages)
    await attempt(tally, 'kernels', compileKernels)
  }
  const builds = !parts.includes('build') && parts.some((part) => USES_BUILD.includes(part))
  if (builds && !(await attempt(tally, 'build', build))) return
  for (const part of parts) {
    const before = tally.counts()
    await step(part, async () => {
      await attempt(tally, part, () => runPart(tally, part, args))
      return difference(tally.counts(), before)
    })
  }
}

/** Runs `work`; what it throws becomes a failure of the tally. @returns whether it went well */
export async function attempt(tally, name, work) {
  try {
    await work()
    return true
  } catch (error) {
    addFailure(tally, name, error)
    return false
  }
}
