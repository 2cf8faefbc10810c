import { mkdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { readJson } from '../setup/files.mjs'
import { cache, root } from '../setup/paths.mjs'
import { excerpt } from './tally.mjs'
import { runLimited } from './children.mjs'

const reports = join(cache, 'test')

/** Our own lines of a stack; the test runner's say nothing. */
function withoutRunner(message) {
  return message.replace(/^\s+at .*node_modules.*\n?/gm, '')
}

function addTest(tally, name, test) {
  if (test.status === 'passed') tally.pass()
  else if (test.status === 'failed')
    tally.fail(`${name} › ${test.fullName}`, withoutRunner(test.failureMessages.join('\n')))
  else tally.skip(name)
}

/**
 * Adds a report of vitest's json reporter to the tally. A file that could not be loaded counts as one failure, and so
 * does an error outside of all tests.
 */
export function addReport(tally, part, report) {
  const before = tally.counts().failed
  for (const file of report.testResults) {
    const name = `${part} › ${relative(root, file.name)}`
    file.assertionResults.forEach((test) => addTest(tally, name, test))
    const isExplained = file.assertionResults.some(({ status }) => status === 'failed')
    if (file.status === 'failed' && !isExplained) tally.fail(name, file.message || 'The file could not be run.')
  }
  return tally.counts().failed - before
}

/**
 * Runs one project of vitest.config.ts.
 * @param {{ part: string, limitMs: number, env: object, args?: string[] }} run
 */
export async function runVitest(tally, { part, limitMs, env, args = [] }) {
  const file = join(reports, `${part}.json`)
  mkdirSync(reports, { recursive: true })
  rmSync(file, { force: true })
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const words = [vitest, 'run', '--project', part, '--reporter=json', `--outputFile=${file}`, ...args]
  const { code, output, isTimeout } = await runLimited(process.execPath, words, { limitMs, env })
  if (isTimeout) return tally.fail(part, `It took more than ${limitMs / 1000} s and was ended.\n${excerpt(output)}`)
  const report = readJson(file)
  if (!report || report.numTotalTests + report.numFailedTestSuites === 0) {
    return tally.fail(part, `No test ran.\n${output}`)
  }
  const failed = addReport(tally, part, report)
  if (code !== 0 && failed === 0) tally.fail(part, `vitest ended with ${code} although no test failed.\n${output}`)
}
